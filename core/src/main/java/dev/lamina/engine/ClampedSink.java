package dev.lamina.engine;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Writes entries with no time later than one: what {@code SOURCE_DATE_EPOCH} asks for. */
final class ClampedSink implements LayerSink {
  private final LayerSink sink;
  private final long latest;

  private ClampedSink(LayerSink sink, long latest) {
    this.sink = sink;
    this.latest = latest;
  }

  /** Returns a sink that passes on what it takes, with the latest time if there is one. */
  static LayerSink of(LayerSink sink, Optional<Instant> latest) {
    return latest
        .<LayerSink>map(time -> new ClampedSink(sink, nanos(time)))
        .orElse(sink);
  }

  private static long nanos(Instant time) {
    return java.nio.file.attribute.FileTime.from(time).to(TimeUnit.NANOSECONDS);
  }

  @Override
  public void add(LayerEntry.File file, InputStream content) throws IOException {
    sink.add(new LayerEntry.File(file.path(), clamped(file.attributes()), file.size()), content);
  }

  @Override
  public void add(LayerEntry.HardLink link, EntryAttributes attributes) throws IOException {
    sink.add(link, clamped(attributes));
  }

  @Override
  public void add(LayerEntry entry) throws IOException {
    sink.add(clamped(entry));
  }

  private LayerEntry clamped(LayerEntry entry) {
    if (entry instanceof LayerEntry.Directory directory) {
      return new LayerEntry.Directory(directory.path(), clamped(directory.attributes()));
    } else if (entry instanceof LayerEntry.Symlink link) {
      return new LayerEntry.Symlink(link.path(), clamped(link.attributes()), link.target());
    } else if (entry instanceof LayerEntry.Device device) {
      return new LayerEntry.Device(
          device.path(),
          clamped(device.attributes()),
          device.block(),
          device.major(),
          device.minor());
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      return new LayerEntry.Fifo(fifo.path(), clamped(fifo.attributes()));
    }
    return entry;
  }

  private EntryAttributes clamped(EntryAttributes attributes) {
    return new EntryAttributes(
        attributes.mode(),
        attributes.uid(),
        attributes.gid(),
        Math.min(attributes.modifiedNanos(), latest),
        attributes.xattrs());
  }
}
