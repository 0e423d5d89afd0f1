package dev.lamina.internal.archive;

import dev.lamina.Limits;
import dev.lamina.internal.blob.BlobExpectation;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.tar.LayerTarReader;
import dev.lamina.internal.tar.TarMember;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/**
 * The files of a tar that comes by only once. What looks like a JSON document is staged as it is;
 * all else is received as a layer at once, since the documents that tell may come last.
 */
final class StreamFiles implements ArchiveFiles {
  private static final int BLOCK = 512;
  private static final byte[] USTAR = "ustar".getBytes(StandardCharsets.US_ASCII);

  private final ArchiveNames<ReceivedBlob> names;

  private StreamFiles(Limits limits) {
    this.names = new ArchiveNames<>(limits);
  }

  static StreamFiles receive(
      InputStream archive, Staging staging, Executor executor, LongConsumer progress, Limits limits)
      throws IOException {
    StreamFiles files = new StreamFiles(limits);
    LayerTarReader reader = new LayerTarReader(archive, limits);
    for (TarMember member = reader.next(); member != null; member = reader.next()) {
      if (member.entry() instanceof LayerEntry.File file && member.sparse() == null) {
        BlobExpectation expected =
            new BlobExpectation(file.path().toString(), Optional.empty(), file.size());
        PushbackInputStream data = new PushbackInputStream(reader.data(), BLOCK);
        ReceivedBlob blob =
            isDocument(data)
                ? staging.receive(data, expected)
                : staging.receiveLayer(data, expected, executor, progress);
        files.names.file(file.path(), blob);
      } else if (member.entry() instanceof LayerEntry.HardLink link) {
        files.names.link(link);
      } else if (member.entry() instanceof LayerEntry.Symlink link) {
        files.names.link(link);
      }
    }
    return files;
  }

  private static boolean isDocument(PushbackInputStream data) throws IOException {
    byte[] head = data.readNBytes(BLOCK);
    data.unread(head);
    int first = 0;
    while (first < head.length && Character.isWhitespace(head[first])) {
      first++;
    }
    boolean json = first < head.length && (head[first] == '{' || head[first] == '[');
    boolean tar = head.length == BLOCK && Arrays.equals(head, 257, 262, USTAR, 0, USTAR.length);
    return json && !tar;
  }

  @Override
  public boolean has(String path) {
    return names.find(path).isPresent();
  }

  @Override
  public BlobSource blob(String path) {
    return BlobSource.received(path, names.get(path));
  }

  @Override
  public void close() {}
}
