package dev.lamina;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a layer holds. A path is absolute in the image, with or without a slash at its beginning; it
 * has neither {@code .} nor {@code ..}. Directories on its way that are not told are those of the
 * layers below, or else {@code 0755 0:0}; symbolic links on its way, and one that a directory's
 * path ends with, are followed inside the image, as {@code COPY} does.
 *
 * <p>Of two entries of one path the later counts. {@link #mode}, {@link #owner}, {@link #time} and
 * {@link #xattr} change the last entry that was told; of a {@link #tree} they change all. An entry
 * that is not copied belongs to {@code 0:0}, and has the mode {@code 0755}, or {@code 0644} if it
 * is neither directory nor link; the time is that of {@link Building#sourceDate}, or else of the
 * image.
 *
 * <p>Contents are read when the layer is written, after the plan has told all, however long they
 * are. What no layer can hold is refused with {@link IllegalArgumentException}: a file as a
 * directory, a name that begins with {@code .wh.}, which means a removal to all engines, or a
 * number that is out of range. Not for use by several threads.
 */
public interface LayerContents {
  /** Adds a directory. */
  @CanIgnoreReturnValue
  LayerContents directory(String path);

  /** Adds a file that holds this text as UTF-8. */
  @CanIgnoreReturnValue
  LayerContents file(String path, String text);

  /** Adds a file that holds these bytes. */
  @CanIgnoreReturnValue
  LayerContents file(String path, byte[] content);

  /**
   * Adds a copy of a file, link, device or pipe of any file system: with its mode and time, and of
   * a mounted image also with its owner and extended attributes. On a file system that has no modes
   * a file's is {@code 0644} and a directory's {@code 0755}. A link is copied as such.
   *
   * @param source must be the same when the image is made: a file that has another length then is
   *     told as {@link ImageStoreException}
   * @param target the copy's own path, not that of its directory
   * @throws IOException if it cannot be read, or is a directory
   */
  @CanIgnoreReturnValue
  LayerContents copy(Path source, String target) throws IOException;

  /**
   * Adds a copy of all that is in a directory of any file system; see {@link #copy}. What are names
   * of one file stay so. The directory itself is copied, too, unless the layers below have one at
   * the target.
   *
   * @param source a directory, or a symbolic link to one
   * @throws IOException if it cannot be read, or is no directory
   */
  @CanIgnoreReturnValue
  LayerContents tree(Path source, String target) throws IOException;

  /** Adds a symbolic link, whose target is taken as it is. */
  @CanIgnoreReturnValue
  LayerContents symlink(String path, String target);

  /**
   * Adds one more name of a file of this layer.
   *
   * @param existing the path of a file that was told before
   * @throws IllegalArgumentException if it was not
   */
  @CanIgnoreReturnValue
  LayerContents hardLink(String path, String existing);

  /** Adds a character device. */
  @CanIgnoreReturnValue
  LayerContents characterDevice(String path, int major, int minor);

  /** Adds a block device. */
  @CanIgnoreReturnValue
  LayerContents blockDevice(String path, int major, int minor);

  /** Adds a named pipe. */
  @CanIgnoreReturnValue
  LayerContents fifo(String path);

  /**
   * Takes away what the layers below have at a path, and all below it, and what was told of it.
   * What is told there afterwards is new.
   */
  @CanIgnoreReturnValue
  LayerContents remove(String path);

  /** Takes away what the layers below have in a directory, which stays. */
  @CanIgnoreReturnValue
  LayerContents opaque(String path);

  /**
   * Sets the last entry's permission bits with set-user-ID, set-group-ID and sticky.
   *
   * @throws IllegalStateException if there is none
   */
  @CanIgnoreReturnValue
  LayerContents mode(int mode);

  /**
   * Sets who has the last entry, by numbers.
   *
   * @throws IllegalStateException if there is none
   */
  @CanIgnoreReturnValue
  LayerContents owner(long uid, long gid);

  /**
   * Sets when the last entry was modified.
   *
   * @throws IllegalStateException if there is none
   */
  @CanIgnoreReturnValue
  LayerContents time(Instant time);

  /**
   * Sets an extended attribute of the last entry.
   *
   * @param name the full name, such as {@code user.note} or {@code security.capability}
   * @throws IllegalArgumentException if it is one that no image has
   * @throws IllegalStateException if there is none
   */
  @CanIgnoreReturnValue
  LayerContents xattr(String name, byte[] value);
}
