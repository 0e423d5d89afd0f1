package dev.lamina.internal.archive;

import dev.lamina.Digest;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members of an archive that is to be written, sorted as engines write them: those of a
 * directory by name. A member added again takes the place of the one before.
 */
final class ArchiveMembers {
  private record Member(LayerEntry entry, BlobSource.Opener content) {}

  private final SortedMap<EntryPath, Member> members = new TreeMap<>();

  void directory(String path, long modifiedNanos) {
    put(new LayerEntry.Directory(EntryPath.parse(path), attributes(0755, modifiedNanos)));
  }

  void symlink(String path, String target, long modifiedNanos) {
    byte[] bytes = target.getBytes(StandardCharsets.US_ASCII);
    put(new LayerEntry.Symlink(EntryPath.parse(path), attributes(0777, modifiedNanos), bytes));
  }

  void file(String path, String content, long modifiedNanos) {
    file(path, content.getBytes(StandardCharsets.UTF_8), modifiedNanos);
  }

  void file(String path, byte[] content, long modifiedNanos) {
    file(path, content.length, () -> new ByteArrayInputStream(content), modifiedNanos);
  }

  void file(String path, SavedBlob content, long modifiedNanos) {
    file(path, content.size(), content::open, modifiedNanos);
  }

  private void file(String path, long size, BlobSource.Opener content, long modifiedNanos) {
    EntryAttributes attributes = attributes(0644, modifiedNanos);
    EntryPath place = EntryPath.parse(path);
    members.put(place, new Member(new LayerEntry.File(place, attributes, size), content));
  }

  /** Adds a blob of a layout, unless it is there already. */
  void blob(SavedBlob blob, long modifiedNanos) {
    if (!members.containsKey(EntryPath.parse(blobPath(blob.digest())))) {
      directory("blobs", 0);
      directory("blobs/" + blob.digest().algorithm(), 0);
      file(blobPath(blob.digest()), blob, modifiedNanos);
    }
  }

  /** Returns where a layout has a blob. */
  static String blobPath(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.hex();
  }

  private void put(LayerEntry entry) {
    members.put(entry.path(), new Member(entry, InputStream::nullInputStream));
  }

  private static EntryAttributes attributes(int mode, long modifiedNanos) {
    return new EntryAttributes(mode, 0, 0, modifiedNanos, Map.of());
  }

  void writeTo(ArchiveSink sink) throws IOException {
    for (Member member : members.values()) {
      if (member.entry() instanceof LayerEntry.File file) {
        try (InputStream content = member.content().open()) {
          sink.add(file, content);
        }
      } else {
        sink.add(member.entry());
      }
    }
    sink.finish();
  }
}
