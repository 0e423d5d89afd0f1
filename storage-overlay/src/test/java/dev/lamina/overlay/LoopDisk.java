package dev.lamina.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file system with project quotas, in a file; the test is skipped where it cannot be made or
 * mounted, with the reason.
 *
 * @param path where it is mounted
 */
record LoopDisk(Path path) implements AutoCloseable {
  private static final long SIZE = 320L << 20; // xfs takes no less than 300 MiB.

  private static final Map<String, List<String>> OPTIONS =
      Map.of("xfs", List.of(), "ext4", List.of("-O", "quota,project", "-E", "quotatype=prjquota"));

  static LoopDisk withProjects(String type, Path directory) throws Exception {
    assumeTrue(Posix.effectiveUser() == 0, "only root can mount");
    Path image = directory.resolve("disk");
    try (FileChannel file =
        FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      int unused = file.write(ByteBuffer.allocate(1), SIZE - 1);
    }
    List<String> make = new ArrayList<>(List.of("mkfs." + type, "-q"));
    make.addAll(OPTIONS.get(type));
    make.add(image.toString());
    run(make);
    Path point = Files.createDirectory(directory.resolve("on"));
    run(List.of("mount", "-o", "loop,prjquota", image.toString(), point.toString()));
    return new LoopDisk(point);
  }

  private static void run(List<String> command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      assumeTrue(process.waitFor() == 0, String.join(" ", command) + ": " + printed);
    } catch (IOException e) {
      assumeTrue(false, command.get(0) + " is not installed");
    }
  }

  @Override
  public void close() throws IOException {
    Posix.unmount(path, Posix.MNT_DETACH);
  }
}
