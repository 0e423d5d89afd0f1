package dev.lamina.internal.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keeps the entries that it takes as lines, such as {@code file a = text}. */
public final class RecordingSink implements LayerSink {
  public final List<String> lines = new ArrayList<>();
  public final List<Long> times = new ArrayList<>();

  @Override
  public void add(LayerEntry.File file, InputStream content) throws IOException {
    times.add(file.attributes().modifiedNanos());
    lines.add("file " + file.path() + " = " + new String(content.readAllBytes(), UTF_8));
  }

  @Override
  public void add(LayerEntry.HardLink link, EntryAttributes attributes) {
    lines.add("link " + link.path() + " -> " + link.target());
  }

  @Override
  public void add(LayerEntry entry) {
    if (entry instanceof LayerEntry.Directory directory) {
      times.add(directory.attributes().modifiedNanos());
    }
    String type = entry.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    lines.add((type + " " + entry.path()).strip());
  }
}
