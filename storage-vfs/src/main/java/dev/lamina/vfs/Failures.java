package dev.lamina.vfs;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * What NIO has for the reasons that Linux gives: the JDK's own exceptions where there are some,
 * with the reason where they have room for one.
 */
final class Failures {
  private Failures() {}

  static FileSystemException of(ErrnoException refusal, UnionPath path) {
    return of(refusal, path, null);
  }

  /**
   * @param other the second path of an operation that has two
   */
  static FileSystemException of(ErrnoException refusal, UnionPath path, @Nullable UnionPath other) {
    String file = path.toString();
    String second = other == null ? null : other.toString();
    return switch (refusal.errno()) {
      case ENOENT -> new NoSuchFileException(file, second, null);
      case EEXIST -> new FileAlreadyExistsException(file, second, null);
      case EACCES -> new AccessDeniedException(file, second, null);
      case ENOTDIR -> new WhyNotDirectoryException(file);
      case ELOOP -> new TooManyLinksException(file);
      default -> new FileSystemException(file, second, refusal.errno().text());
    };
  }

  static FileSystemException notDirectory(UnionPath path) {
    return new WhyNotDirectoryException(path.toString());
  }

  static FileSystemException linkNotFollowed(UnionPath path) {
    return new FileSystemException(path.toString(), null, "Symbolic link, not followed");
  }

  private static final class WhyNotDirectoryException extends NotDirectoryException {
    private static final long serialVersionUID = 1L;

    WhyNotDirectoryException(String file) {
      super(file);
    }

    @Override
    public String getReason() {
      return "Not a directory";
    }
  }

  private static final class TooManyLinksException extends FileSystemLoopException {
    private static final long serialVersionUID = 1L;

    TooManyLinksException(String file) {
      super(file);
    }

    @Override
    public String getReason() {
      return "Too many levels of symbolic links";
    }
  }
}
