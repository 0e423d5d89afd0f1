package dev.lamina.examples.cli;

import dev.lamina.ImageStoreException;
import dev.lamina.examples.cli.template.TemplateException;
import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells a person what went wrong. */
final class Failures implements IExecutionExceptionHandler {
  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    terminal.fail(line(failure));
    return exitCode(failure);
  }

  /**
   * Returns the line to print for a failure.
   *
   * @throws Exception the failure itself, if it is an error of the program
   */
  static String line(Exception failure) throws Exception {
    if (failure instanceof CommandFailure) {
      return String.valueOf(failure.getMessage());
    }
    if (failure instanceof TemplateException) {
      return "template parsing error: " + failure.getMessage();
    }
    return "Error: " + message(failure);
  }

  /** Returns what to exit with for a failure. */
  static int exitCode(Exception failure) {
    return failure instanceof CommandFailure expected ? expected.exitCode() : 1;
  }

  private static String message(Exception failure) throws Exception {
    if (failure instanceof UncheckedIOException e && e.getCause() != null) {
      return message(e.getCause());
    }
    if (failure instanceof FileSystemException e) {
      return ByteNames.escape(String.valueOf(e.getFile())) + ": " + reason(e);
    }
    if (isExpected(failure)) {
      return String.valueOf(failure.getMessage());
    }
    throw failure;
  }

  /** What was typed can be no reference, filter, path or instruction. */
  private static boolean isExpected(Exception failure) {
    return failure instanceof ImageStoreException
        || failure instanceof IllegalArgumentException
        || failure instanceof IOException;
  }

  private static String reason(FileSystemException failure) {
    String reason = failure.getReason();
    if (reason != null) {
      return reason;
    }
    if (failure instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    return failure instanceof AccessDeniedException
        ? "Permission denied"
        : failure.getClass().getSimpleName();
  }
}
