package dev.lamina.internal.unpack;

import dev.lamina.internal.io.Fully;
import dev.lamina.internal.io.Listing;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.LayerEntry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Set;

/** Makes files of which the name must not be there yet, for their owner alone. */
final class HostFileWriter {
  private static final int BLOCK = 64 * 1024;
  private static final byte[] ZEROS = new byte[BLOCK];
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);

  private final byte[] buffer = new byte[BLOCK];

  void directory(Path path) throws IOException {
    try {
      OwnerOnly.createNewDirectory(path);
    } catch (FileAlreadyExistsException e) {
      throw collision(path, e);
    }
  }

  void symlink(Path path, byte[] target) throws IOException {
    try {
      Path unused = Files.createSymbolicLink(path, HostPaths.linkTarget(path, target));
    } catch (FileAlreadyExistsException e) {
      throw collision(path, e);
    } catch (UnsupportedOperationException e) {
      throw new FileSystemException(
          path.toString(), null, "the file system of this directory has no symbolic links");
    }
  }

  /** Makes one more name of a file, or a copy where a file has one name only. */
  void link(Path path, Path existing) throws IOException {
    try {
      Path unused = Files.createLink(path, existing);
    } catch (FileAlreadyExistsException e) {
      throw collision(path, e);
    } catch (UnsupportedOperationException e) {
      Path unused =
          Files.copy(existing, path, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  void write(Path path, LayerEntry.File file, InputStream content) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(path, NEW, OwnerOnly.fileAttributes(path))) {
      copy(file, content, channel, HostPaths.isOfHost(path));
    } catch (FileAlreadyExistsException e) {
      throw collision(path, e);
    }
  }

  private void copy(
      LayerEntry.File file, InputStream content, SeekableByteChannel channel, boolean mayHaveHoles)
      throws IOException {
    long left = file.size();
    while (left > 0) {
      int count = content.readNBytes(buffer, 0, (int) Math.min(left, BLOCK));
      if (count == 0) {
        throw new EOFException(
            "%s has %d bytes too few: expected %d".formatted(name(file), left, file.size()));
      }
      left -= count;
      if (mayHaveHoles && left > 0 && Arrays.equals(buffer, 0, count, ZEROS, 0, count)) {
        channel.position(channel.position() + count);
      } else {
        Fully.write(channel, ByteBuffer.wrap(buffer, 0, count));
      }
    }
    if (content.read() >= 0) {
      throw new IOException("%s has more than %d bytes".formatted(name(file), file.size()));
    }
  }

  private static String name(LayerEntry.File file) {
    return ByteNames.escape(file.path().bytes());
  }

  /** Says which name the file system takes for the same as this one. */
  private static FileSystemException collision(Path path, FileAlreadyExistsException cause)
      throws IOException {
    String name = String.valueOf(path.getFileName());
    Path parent = path.getParent();
    if (parent == null) {
      return cause;
    }
    for (Path sibling : Listing.of(parent)) {
      String other = String.valueOf(sibling.getFileName());
      if (!other.equals(name) && plain(other).equalsIgnoreCase(plain(name))) {
        return (FileSystemException)
            new FileSystemException(
                    path.toString(), other, "the file system takes both names for one")
                .initCause(cause);
      }
    }
    return cause;
  }

  private static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKD);
  }
}
