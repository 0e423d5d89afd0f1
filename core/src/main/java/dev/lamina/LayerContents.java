package dev.lamina;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a layer holds. A path is absolute in the image; directories that it names on its way, and
 * that are not told, are those of the layers below, or else {@code 0755 0:0}. Of two entries of one
 * path the later counts. {@link #mode}, {@link #owner}, {@link #time} and {@link #xattr} change the
 * last entry that was told; of a {@link #tree} they change all. An entry that is not copied belongs
 * to {@code 0:0}, and has the mode {@code 0755} or of a file {@code 0644}; the time is that of
 * {@link Building#sourceDate}, or else of the image.
 */
@CanIgnoreReturnValue
public interface LayerContents {
  /** Adds a directory. */
  LayerContents directory(String path);

  /** Adds a file that holds this text as UTF-8. */
  LayerContents file(String path, String text);

  /** Adds a file that holds these bytes. */
  LayerContents file(String path, byte[] content);

  /**
   * Adds a copy of a file, link or other single entry of any file system: with its mode and time,
   * and its owner if it is one of an image.
   *
   * @throws IOException if it cannot be read
   */
  LayerContents copy(Path source, String target) throws IOException;

  /**
   * Adds a copy of a directory of any file system and of all that is in it; see {@link #copy}. What
   * are names of one file stay so.
   *
   * @throws IOException if it cannot be read
   */
  LayerContents tree(Path source, String target) throws IOException;

  /** Adds a symbolic link, whose target is taken as it is. */
  LayerContents symlink(String path, String target);

  /**
   * Adds one more name of a file of this layer.
   *
   * @param existing the path of a file that was told before
   * @throws IllegalArgumentException if it was not
   */
  LayerContents hardLink(String path, String existing);

  /** Adds a character device. */
  LayerContents characterDevice(String path, int major, int minor);

  /** Adds a block device. */
  LayerContents blockDevice(String path, int major, int minor);

  /** Adds a named pipe. */
  LayerContents fifo(String path);

  /** Takes away what the layers below have at a path, and all below it. */
  LayerContents remove(String path);

  /** Takes away what the layers below have in a directory. */
  LayerContents opaque(String path);

  /**
   * Sets the last entry's permission bits with set-user-ID, set-group-ID and sticky.
   *
   * @throws IllegalStateException if there is none
   */
  LayerContents mode(int mode);

  /**
   * Sets who has the last entry, by numbers.
   *
   * @throws IllegalStateException if there is none
   */
  LayerContents owner(long uid, long gid);

  /**
   * Sets when the last entry was modified.
   *
   * @throws IllegalStateException if there is none
   */
  LayerContents time(Instant time);

  /**
   * Sets an extended attribute of the last entry.
   *
   * @param name the full name, such as {@code user.note}
   * @throws IllegalStateException if there is none
   */
  LayerContents xattr(String name, byte[] value);
}
