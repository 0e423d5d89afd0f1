package dev.lamina.vfs;

import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;

/** The exceptions that the JDK has no class of its own for, in Linux's words. */
final class Failures {
  private Failures() {}

  static FileSystemException notDirectory(UnionPath path) {
    return new FileSystemException(path.toString(), null, "Not a directory");
  }

  static FileSystemException isDirectory(UnionPath path) {
    return new FileSystemException(path.toString(), null, "Is a directory");
  }

  static FileSystemException tooManyLinks(UnionPath path) {
    return new TooManyLinksException(path.toString());
  }

  /** A loop that says so; the JDK's own class has no room for a reason. */
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
