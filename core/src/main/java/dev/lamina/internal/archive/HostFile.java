package dev.lamina.internal.archive;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.NodeType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of any file system, with what its provider says of it; links are not followed. What it
 * does not say is as tools make new files: {@code 0:0}, and {@code 0755}, of a file {@code 0644}.
 *
 * @param size the length of a regular file; 0 of all others
 * @param deviceNumber as {@code st_rdev} has it; 0 of what is no device
 * @param identity what all names of the file have in common, if it may have several
 */
public record HostFile(
    Path path,
    NodeType type,
    EntryAttributes attributes,
    long size,
    long deviceNumber,
    Optional<Object> identity) {
  private static final OpenOption[] AS_IT_IS = {LinkOption.NOFOLLOW_LINKS};
  private static final OpenOption[] ANY = {};

  /**
   * Reads what a file is; empty if no layer can have it, such as a socket.
   *
   * @throws IOException if it cannot be read, or is not there
   */
  public static Optional<HostFile> read(Path path) throws IOException {
    HostAttributes attributes = HostAttributes.read(path);
    @Nullable NodeType type = attributes.type();
    if (type == null) {
      return Optional.empty();
    }
    return Optional.of(
        new HostFile(
            path,
            type,
            attributes.entryAttributes(HostXattrs.read(path, type)),
            type == NodeType.FILE ? attributes.size() : 0,
            attributes.deviceNumber(),
            type == NodeType.DIRECTORY ? Optional.empty() : attributes.identity()));
  }

  /**
   * Opens a regular file; the caller closes it.
   *
   * @throws IOException if it cannot be read
   */
  public InputStream open() throws IOException {
    // Not all providers know how not to follow a link.
    return Files.newInputStream(path, HostNames.isOfHost(path) ? AS_IT_IS : ANY);
  }

  /**
   * Returns the file as an entry.
   *
   * @param others the attributes that it is to have
   */
  public LayerEntry entry(EntryPath at, EntryAttributes others) throws IOException {
    return switch (type) {
      case FILE -> new LayerEntry.File(at, others, size);
      case DIRECTORY -> new LayerEntry.Directory(at, others);
      case SYMLINK -> new LayerEntry.Symlink(at, others, HostNames.linkTarget(path));
      case CHARACTER_DEVICE -> device(at, others, false);
      case BLOCK_DEVICE -> device(at, others, true);
      case FIFO -> new LayerEntry.Fifo(at, others);
    };
  }

  /** Takes a device number apart as glibc's {@code gnu_dev_major} and {@code minor} do. */
  private LayerEntry device(EntryPath at, EntryAttributes others, boolean block) {
    int major = (int) (((deviceNumber >> 8) & 0xfff) | ((deviceNumber >> 32) & 0xfffff000L));
    int minor = (int) ((deviceNumber & 0xff) | ((deviceNumber >> 12) & 0xffffff00L));
    return new LayerEntry.Device(at, others, block, major, minor);
  }

  /**
   * Adds the file, as it is, to a layer.
   *
   * @throws IOException if it cannot be read, or taken
   */
  public void addTo(LayerSink sink, EntryPath at) throws IOException {
    if (entry(at, attributes) instanceof LayerEntry.File file) {
      try (InputStream content = open()) {
        sink.add(file, content);
      }
    } else {
      sink.add(entry(at, attributes));
    }
  }
}
