package dev.lamina.overlay;

import dev.lamina.overlay.OverlayProbe.Feature;
import dev.lamina.overlay.OverlayProbe.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether the kernel can keep what is changed in a mount on a file system. */
final class BackingFiles {
  private static final String OTHER = "put the store on ext4, xfs, btrfs or tmpfs";

  /** What the kernel refuses, and what to do. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "overlay",
          "the kernel keeps no changes of an overlay on another one: in a container, put the store"
              + " on a volume",
          "aufs",
          OTHER,
          "ecryptfs",
          OTHER,
          "nfs",
          OTHER,
          "nfs4",
          OTHER,
          "cifs",
          OTHER,
          "9p",
          OTHER,
          "vfat",
          OTHER,
          "exfat",
          OTHER);

  private BackingFiles() {}

  static Verdict of(Path directory) {
    try {
      return ofType(Files.getFileStore(directory).type());
    } catch (IOException e) {
      return Verdict.no(
          Feature.BACKING, "cannot ask for the file system of " + directory + ": " + e);
    }
  }

  static Verdict ofType(String type) {
    String refusal = type.startsWith("fuse") ? OTHER : REFUSED.get(type);
    return refusal == null
        ? Verdict.yes(Feature.BACKING, type)
        : Verdict.no(Feature.BACKING, type + "; " + refusal);
  }
}
