package dev.lamina.engine;

import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;

/**
 * Where one repair puts what is damaged: {@code set-aside/NUMBER/} with the path that it had in the
 * store. The directory is made when it is needed.
 */
final class SetAside {
  private final Path root;
  private final Path parent;
  private Optional<Path> directory = Optional.empty();

  SetAside(Path root) {
    this.root = root;
    this.parent = new StoreLayout(root).setAside();
  }

  /** Moves a file or directory away, if it is there; returns where it is now. */
  Optional<Path> move(Path path) throws IOException {
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Path target = place(path);
    try {
      return Optional.of(Files.move(path, target, StandardCopyOption.ATOMIC_MOVE));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Copies a file that is about to be replaced, if it is there. */
  Optional<Path> copy(Path file) throws IOException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    Path copied = Files.copy(file, place(file));
    OwnerOnly.restrictFile(copied);
    return Optional.of(copied);
  }

  private Path place(Path path) throws IOException {
    Path target = directory().resolve(root.relativize(path).toString());
    create(Objects.requireNonNull(target.getParent()));
    return target;
  }

  private Path directory() throws IOException {
    if (directory.isEmpty()) {
      OwnerOnly.createDirectory(parent);
      directory = Optional.of(makeNext());
    }
    return directory.get();
  }

  private Path makeNext() throws IOException {
    for (int number = 1; ; number++) {
      Path next = parent.resolve(Integer.toString(number));
      try {
        OwnerOnly.createNewDirectory(next);
        return next;
      } catch (FileAlreadyExistsException e) {
        // Of an earlier repair.
      }
    }
  }

  private static void create(Path wanted) throws IOException {
    if (!Files.isDirectory(wanted)) {
      create(Objects.requireNonNull(wanted.getParent()));
      OwnerOnly.createDirectory(wanted);
    }
  }
}
