package dev.lamina.overlay;

import dev.lamina.UnsupportedStorageException;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.OpenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What writes the changes of a directory, which has a note of it: another one would take what is
 * special among them, such as an opaque or renamed directory, for something else.
 */
enum ChangesWriter {
  /** The kernel, for a process with privilege on the whole machine. */
  KERNEL(Marks.TRUSTED, false, "the kernel", "with privilege on the whole machine"),
  /** The kernel, for a process with privilege in a user namespace. */
  KERNEL_USER(Marks.USER, false, "the kernel in a user namespace", "there, as by unshare -rm"),
  /** FUSE, for a process with privilege on the whole machine. */
  FUSE(
      Marks.TRUSTED,
      true,
      "fuse-overlayfs with privilege",
      "with privilege on the whole machine and OverlayOptions.mode(FUSE)"),
  /** FUSE, for any other process. */
  FUSE_USER(Marks.USER, true, "fuse-overlayfs", "as that user, with OverlayOptions.mode(FUSE)");

  private final Marks marks;
  private final boolean isFuse;
  private final String text;
  private final String how;

  ChangesWriter(Marks marks, boolean isFuse, String text, String how) {
    this.marks = marks;
    this.isFuse = isFuse;
    this.text = text;
    this.how = how;
  }

  static ChangesWriter of(Marks marks, boolean isFuse) {
    if (marks == Marks.TRUSTED) {
      return isFuse ? FUSE : KERNEL;
    }
    return isFuse ? FUSE_USER : KERNEL_USER;
  }

  Marks marks() {
    return marks;
  }

  boolean isFuse() {
    return isFuse;
  }

  /**
   * Returns what writes the changes of a directory: this, if nobody has yet.
   *
   * @param mode what may mount
   * @throws UnsupportedStorageException if what wrote them may not, or cannot
   */
  ChangesWriter of(ChangesDirectory changes, OverlayOptions.Mode mode) throws IOException {
    ChangesWriter noted = noted(changes.writer());
    boolean mayBe = noted == this || (noted == of(marks, true) && mode == OverlayOptions.Mode.AUTO);
    if (!mayBe) {
      throw new UnsupportedStorageException(
          "cannot use the changes in %s: they were written by %s, and %s would misread them; open the store %s, or do so once to commit the container or to convert the store"
              .formatted(changes.path(), noted.text, text, noted.how));
    }
    return noted;
  }

  /** Returns whether a note is one that a writer makes. */
  static boolean isNote(byte[] note) {
    String text = new String(note, StandardCharsets.ISO_8859_1);
    return Arrays.stream(values()).anyMatch(writer -> text.equals(writer.noteText() + "\n"));
  }

  private ChangesWriter noted(Path note) throws IOException {
    try {
      String name = new String(OpenFile.bytes(note), StandardCharsets.ISO_8859_1).strip();
      for (ChangesWriter writer : values()) {
        if (writer.noteText().equals(name)) {
          return writer;
        }
      }
      throw new IOException("the note of who wrote changes is damaged: " + note);
    } catch (NoSuchFileException e) {
      byte[] text = (noteText() + "\n").getBytes(StandardCharsets.ISO_8859_1);
      AtomicFile.write(note, Fsync.FAST, out -> out.write(text));
      return this;
    }
  }

  private String noteText() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
