package dev.lamina.overlay;

import dev.lamina.overlay.OverlayProbe.Feature;
import dev.lamina.overlay.OverlayProbe.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;

/** Tries to make the files and attributes that layers on disk need. */
final class FileTrial {
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int NULL_MAJOR = 1;
  private static final int NULL_MINOR = 3;

  private final TrialDirectory trial;

  FileTrial(TrialDirectory trial) {
    this.trial = trial;
  }

  List<Verdict> verdicts() {
    return List.of(
        xattr(
            Feature.TRUSTED_XATTRS,
            "trusted.overlay.opaque",
            "only privilege on the whole machine gives them; user xattrs stand for them"),
        xattr(
            Feature.USER_XATTRS,
            "user.overlay.opaque",
            "put the store on a file system that has them, such as ext4 or xfs"),
        device(Feature.WHITEOUTS, 0, 0, "use Linux 5.8 or newer, or run as root"),
        device(Feature.DEVICES, NULL_MAJOR, NULL_MINOR, "run as root if images have device files"));
  }

  private Verdict xattr(Feature feature, String name, String advice) {
    try {
      Path directory = trial.newDirectory();
      Posix.setXattr(directory, name, "y".getBytes(StandardCharsets.US_ASCII));
      return Verdict.yes(feature, name + " can be set");
    } catch (IOException e) {
      return Verdict.no(feature, reason(e) + "; " + advice);
    }
  }

  private Verdict device(Feature feature, int major, int minor, String advice) {
    try {
      Posix.mknod(trial.newPath(), CHARACTER_DEVICE | 0600, major, minor);
      return Verdict.yes(feature, "device " + major + ":" + minor + " can be made");
    } catch (IOException e) {
      return Verdict.no(feature, reason(e) + "; " + advice);
    }
  }

  /** Returns what went wrong, without the name of a file that nobody will find. */
  static String reason(IOException e) {
    return e instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getReason()
        : String.valueOf(e.getMessage());
  }
}
