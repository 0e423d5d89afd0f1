package dev.lamina.vfs;

import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NotDirectoryException;

/** Exceptions with the reasons that Linux gives; the JDK's own classes have no room for some. */
final class Failures {
  private Failures() {}

  static FileSystemException notDirectory(UnionPath path) {
    return new WhyNotDirectoryException(path.toString());
  }

  static FileSystemException isDirectory(UnionPath path) {
    return new FileSystemException(path.toString(), null, "Is a directory");
  }

  static FileSystemException tooManyLinks(UnionPath path) {
    return new TooManyLinksException(path.toString());
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
