package dev.lamina.overlay;

import dev.lamina.faults.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has system calls go wrong as those of a file system with faults do, if they name a file of one.
 */
final class FaultyCalls implements CallGate {
  private static final int EIO = 5;
  private static final int NONE = -1;
  private static final Set<String> OPENING = Set.of("open", "openat2", "fsopen", "fsmount");
  private static final Set<String> MOUNTING = Set.of("mount", "move_mount");

  @Override
  public int pass(String name, Path path, Call call) throws IOException {
    AtomicInteger answer = new AtomicInteger(NONE);
    try {
      return FaultyFileSystem.call(
          name,
          path,
          () -> {
            answer.set(call.make());
            return answer.get();
          });
    } catch (IOException e) {
      if (answer.get() != NONE) {
        undo(name, path, answer.get());
      }
      throw new PosixException(name, path, EIO);
    }
  }

  /** The kernel does not make a descriptor or a mount, and say that it has failed. */
  private static void undo(String name, Path path, int answer) throws IOException {
    if (OPENING.contains(name)) {
      new Posix.Handle(answer).close();
    } else if (MOUNTING.contains(name)) {
      Posix.unmount(Path.of(path.toString()), Posix.MNT_DETACH);
    }
  }
}
