package dev.lamina.faults;

import dev.lamina.ImageStoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells what is wrong with an exception. */
final class Problems {
  private static final int FRAMES = 12;
  private static final Pattern TEMPORARY = Pattern.compile("[0-9]+\\.new$");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private Problems() {}

  /** Returns whether an exception is one that callers are told of. */
  static boolean isDocumented(Exception e) {
    return e instanceof ImageStoreException || e instanceof IOException;
  }

  /**
   * Returns whether the message of an exception names one of the files that have failed, or the
   * blob or entry that it is of. What a program does with files in a mount is told as the system
   * tells it, which names no open file.
   *
   * @param failed where calls have failed; if nowhere, there is nothing to name
   */
  static boolean names(Exception e, List<Site> failed) {
    return failed.isEmpty()
        || !(e instanceof ImageStoreException)
        || failed.stream().anyMatch(site -> names(String.valueOf(e.getMessage()), site));
  }

  private static boolean names(String told, Site site) {
    String path = site.path().toString();
    return told.contains(path)
        || told.contains(TEMPORARY.matcher(path).replaceFirst("*.new"))
        || told.contains("layer entry \"")
        || DIGEST.matcher(path).results().anyMatch(digest -> told.contains(digest.group()));
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
