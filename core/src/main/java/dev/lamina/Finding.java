package dev.lamina;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Something that a check has found: a file of the store, and what is wrong with it. Immutable.
 *
 * @param severity how bad it is
 * @param kind what the file is, or should be
 * @param path the file, or the directory, in the store
 * @param expected what was expected
 * @param actual what was found
 * @param images the images that need the file
 * @param containers the containers that need it
 * @param remedy what {@link ImageStore#repair(CheckReport)} does about it
 */
public record Finding(
    Severity severity,
    Kind kind,
    Path path,
    String expected,
    String actual,
    List<ImageId> images,
    List<ContainerId> containers,
    Remedy remedy) {
  /** How bad a finding is. */
  public enum Severity {
    /** Something is lost, or cannot be read, or would be read as something else than it was. */
    DAMAGE,
    /**
     * Something is not as it was written, but nothing goes wrong by it: the store notices by itself
     * and makes it again, or it is merely unusual.
     */
    REMARK,
    /** Something belongs to nothing, and only takes room. */
    GARBAGE
  }

  /** What a file of a store is. */
  public enum Kind {
    /** The file that says what the directory is. */
    MARKER,
    /** The journal that keeps the catalogue. */
    JOURNAL,
    /** What the catalogue says: it contradicts itself, or another file. */
    CATALOGUE,
    /** A blob: a layer, configuration, manifest or index, as it arrived. */
    BLOB,
    /** The index of a layer. */
    INDEX,
    /** The places at which one can begin to decode a blob. */
    CHECKPOINTS,
    /** The plain copy of a layer. */
    PLAIN_COPY,
    /** What of an unpacked layer its files do not have. */
    FRAME,
    /** The files of a layer, unpacked. */
    UNPACKED,
    /** What a layer itself says, which somebody else may refuse. */
    LAYER,
    /** An image as a whole. */
    IMAGE,
    /** What was changed in a container. */
    CHANGES,
    /** What an operation had not completed. */
    STAGING,
    /** What a mount, a save or a lease needed. */
    LEASE,
    /** What is locked, or says by whom. */
    LOCK,
    /** When an image was last used. */
    LAST_USE,
    /** A directory of the store itself. */
    DIRECTORY,
    /** Nothing that a store has. */
    UNKNOWN
  }

  /** What a repair does about a finding. */
  public enum Remedy {
    /** Nothing: there is nothing to be done, or nobody but the user can do it. */
    NONE,
    /** The file is made again, from the blob or from another form of the same layer. */
    REBUILD,
    /** The file is moved to {@code set-aside/}, so that nothing reads it; its content is lost. */
    SET_ASIDE,
    /** The file is deleted: it is not needed, or is made again when it is. */
    REMOVE,
    /** What an unfinished write has left at the end of a file is cut off. */
    CUT,
    /** Only the owner of the store can reach the file. */
    RESTRICT,
    /** The file is written again from what is known; what it was is set aside. */
    REWRITE
  }

  /** Copies the lists. */
  public Finding {
    images = List.copyOf(images);
    containers = List.copyOf(containers);
  }

  /** Returns one line, such as {@code damage: blob /store/blobs/…: expected …, found …}. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    line.append(word(severity)).append(": ").append(word(kind)).append(' ').append(path);
    line.append(": expected ").append(expected).append(", found ").append(actual);
    if (!images.isEmpty()) {
      line.append("; images ").append(list(images));
    }
    if (!containers.isEmpty()) {
      line.append("; containers ").append(list(containers));
    }
    return line.append("; remedy: ").append(word(remedy)).toString();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String list(List<?> values) {
    return String.join(", ", values.stream().map(Object::toString).toList());
  }
}
