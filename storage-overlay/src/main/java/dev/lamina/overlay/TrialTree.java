package dev.lamina.overlay;

import dev.lamina.overlay.OverlayProbe.Feature;
import dev.lamina.overlay.OverlayProbe.Verdict;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a mount is made of, and where it is. */
record TrialTree(Path lower, Path upper, Path work, Path merged) {
  static TrialTree in(TrialDirectory trial) throws IOException {
    TrialTree tree =
        new TrialTree(
            trial.newDirectory(), trial.newDirectory(), trial.newDirectory(), trial.newDirectory());
    Files.createFile(tree.lower().resolve("file"));
    return tree;
  }

  /** Returns how it is to be mounted. */
  OverlayPlan plan(Map<String, String> options) {
    return new OverlayPlan(
        List.of(lower),
        Optional.of(new OverlayPlan.Upper(upper, work)),
        new OverlayFlags(options, false, false, false),
        merged);
  }

  /** Returns whether a line tells of this mount; of its path, the end has nothing to escape. */
  boolean isIn(String line) {
    int names = merged.getNameCount();
    return line.contains("/" + merged.subpath(names - 2, names) + " ");
  }

  /** What is deleted must not be there any more, which needs whiteouts and types in directories. */
  Verdict deletion(Feature mount) throws IOException {
    Files.delete(merged.resolve("file"));
    boolean isKept = Files.exists(upper.resolve("file"), LinkOption.NOFOLLOW_LINKS);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(merged)) {
      return isKept && !files.iterator().hasNext()
          ? Verdict.yes(mount, "tried")
          : Verdict.no(
              mount,
              "a deleted file is still listed: the file system has no types of files in its"
                  + " directories; make one that has, such as by mkfs.xfs -n ftype=1");
    }
  }
}
