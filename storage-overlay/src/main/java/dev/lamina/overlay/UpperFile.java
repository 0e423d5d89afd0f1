package dev.lamina.overlay;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.NodeType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that overlayfs has written, as it was when it was read.
 *
 * @param place where it is in the directory of changes
 * @param target what a symbolic link holds; empty for all others
 * @param xattrs all extended attributes, overlayfs's own included
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are; compared nowhere
record UpperFile(
    EntryPath place, UpperStat stat, byte[] target, Map<String, byte[]> xattrs, Marks marks) {
  private static final int RADIX = 10;

  boolean isDirectory() {
    return stat.type() == NodeType.DIRECTORY;
  }

  private @Nullable String mark(String mark) {
    return text(marks.name(mark));
  }

  private @Nullable String text(String name) {
    byte[] value = xattrs.get(name);
    return value == null ? null : new String(value, StandardCharsets.ISO_8859_1);
  }

  /** Returns whether a directory hides what is below. */
  boolean isOpaque() {
    return "y".equals(mark("opaque")) || "y".equals(text(Marks.FUSE_OPAQUE));
  }

  /** Returns whether empty files may be whiteouts in a directory. */
  boolean hasFilesAsWhiteouts() {
    return "x".equals(mark("opaque"));
  }

  /**
   * Returns whether it hides a name.
   *
   * @param maybeFile whether its directory may have files as whiteouts
   */
  boolean isWhiteout(boolean maybeFile) {
    return stat.isWhiteout()
        || (maybeFile
            && stat.type() == NodeType.FILE
            && stat.size() == 0
            && mark("whiteout") != null);
  }

  /** Returns whether only the attributes have been changed, and the contents are below. */
  boolean isWithoutData() {
    return stat.type() == NodeType.FILE && mark("metacopy") != null;
  }

  /**
   * Returns where it is below if it has been moved: a path from the root, or a name in its
   * directory. Each byte is one character.
   */
  @Nullable String redirect() {
    return mark("redirect");
  }

  /**
   * Returns how many names the file has in the whole tree. If it has some that are below only, then
   * overlayfs notes how many they are more than the real ones, of which the index is one.
   */
  int links() {
    String note = mark("nlink");
    if (note == null || !note.startsWith("U")) {
      return stat.links();
    }
    return Math.max(1, stat.links() + Integer.parseInt(note, 1, note.length(), RADIX));
  }

  /** Returns what an image can have: no attributes that are overlayfs's or the host's own. */
  EntryAttributes attributes() {
    Map<String, byte[]> shown = new HashMap<>();
    xattrs.forEach(
        (name, value) -> {
          if (isShown(name)) {
            shown.put(name, value);
          }
        });
    return new EntryAttributes(
        stat.permissions(), stat.uid(), stat.gid(), stat.modifiedNanos(), Map.copyOf(shown));
  }

  private static boolean isShown(String name) {
    return name.startsWith("security.")
        ? !name.equals("security.selinux") && !name.equals("security.ima")
        : name.startsWith("user.") && !Marks.isMark(name);
  }
}
