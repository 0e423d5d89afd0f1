package dev.lamina.faults;

import dev.lamina.ImageStoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Tells what is wrong with an exception. */
final class Problems {
  private static final int FRAMES = 12;

  private Problems() {}

  /** Returns whether an exception is one that callers are told of. */
  static boolean isDocumented(Exception e) {
    return e instanceof ImageStoreException || e instanceof IOException;
  }

  /** Returns an exception in short. */
  static String text(Throwable e) {
    String frames =
        Arrays.stream(e.getStackTrace())
            .limit(FRAMES)
            .map(f -> f.getFileName() + ":" + f.getLineNumber())
            .collect(Collectors.joining(" "));
    String cause = e.getCause() == null ? "" : " <- " + text(e.getCause());
    return e + " [" + frames + "]" + cause;
  }
}
