package dev.lamina.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** One opening of a file; what it reads and writes is shared by all. */
final class UpperOpenFile implements WritableTree.OpenFile {
  private final UpperChanges changes;
  private final UpperContent content;
  private final AtomicBoolean closed = new AtomicBoolean();

  UpperOpenFile(UpperChanges changes, UpperContent content) {
    this.changes = changes;
    this.content = content;
  }

  private UpperFile file() {
    return Objects.requireNonNull(content.file(), "opened to be read only");
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return content.read(target, position);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return content.write(file(), source, position);
  }

  @Override
  public long append(ByteBuffer source) throws IOException {
    return content.append(file(), source);
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public void truncate(long size) throws IOException {
    content.truncate(file(), size);
  }

  @Override
  public void force() throws IOException {
    changes.force();
  }

  @Override
  public void close() throws IOException {
    if (!closed.getAndSet(true)) {
      try {
        UpperFile file = content.file();
        if (file != null) {
          changes.keepTimes(file);
        }
      } finally {
        changes.contents().release(content);
      }
    }
  }
}
