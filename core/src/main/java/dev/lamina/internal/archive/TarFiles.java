package dev.lamina.internal.archive;

import dev.lamina.Limits;
import dev.lamina.internal.tar.LayerTarReader;
import dev.lamina.internal.tar.TarMember;
import dev.lamina.spi.LayerEntry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The files of a plain tar that can be read at any place: only its headers are read at first. */
final class TarFiles implements ArchiveFiles {
  private record Section(long offset, long size) {}

  private final FileChannel channel;
  private final ArchiveNames<Section> names;

  private TarFiles(FileChannel channel, Limits limits) {
    this.channel = channel;
    this.names = new ArchiveNames<>(limits);
  }

  static TarFiles open(Path archive, Limits limits) throws IOException {
    FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ);
    try {
      TarFiles files = new TarFiles(channel, limits);
      files.scan(limits);
      return files;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void scan(Limits limits) throws IOException {
    LayerTarReader reader =
        new LayerTarReader(
            new BufferedInputStream(new SectionStream(0, channel.size()), 4096), limits);
    for (TarMember member = reader.next(); member != null; member = reader.next()) {
      if (member.entry() instanceof LayerEntry.File file && member.sparse() == null) {
        names.file(file.path(), new Section(member.dataOffset(), file.size()));
      } else if (member.entry() instanceof LayerEntry.HardLink link) {
        names.link(link);
      } else if (member.entry() instanceof LayerEntry.Symlink link) {
        names.link(link);
      }
    }
  }

  @Override
  public boolean has(String path) {
    return names.find(path).isPresent();
  }

  @Override
  public BlobSource blob(String path) {
    Section section = names.get(path);
    return BlobSource.readable(
        path, section.size(), () -> new SectionStream(section.offset(), section.size()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** A part of the archive; several can be read at the same time. */
  private final class SectionStream extends InputStream {
    private final long end;
    private long position;

    SectionStream(long offset, long size) {
      this.position = offset;
      this.end = offset + size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int wanted = (int) Math.min(length, end - position);
      if (wanted <= 0) {
        return -1;
      }
      int n = channel.read(ByteBuffer.wrap(target, offset, wanted), position);
      if (n > 0) {
        position += n;
      }
      return n;
    }

    @Override
    public long skip(long count) {
      long step = Math.max(0, Math.min(count, end - position));
      position += step;
      return step;
    }
  }
}
