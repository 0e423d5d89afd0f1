package dev.lamina.internal.build;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/** One file that a new layer is to hold, under one name or more. */
final class DraftEntry {
  private static final int LINK_MODE = 0777;

  private final Writing writing;
  private final Form form;
  private DraftAttributes attributes;

  private DraftEntry(Form form, DraftAttributes attributes, Writing writing) {
    this.form = form;
    this.attributes = attributes;
    this.writing = writing;
  }

  /** What matters of a file's type. */
  private enum Form {
    /** It is a directory. */
    DIRECTORY,
    /** It is a directory, unless the layers below have it already. */
    TARGET,
    /** It has a mode that nobody asks for. */
    LINK,
    /** It is neither. */
    OTHER
  }

  /** Writes a file under its first name. */
  private interface Writing {
    void write(LayerSink sink, EntryPath path, EntryAttributes attributes) throws IOException;
  }

  /** Opens what a file holds. */
  interface Source {
    InputStream open() throws IOException;
  }

  static DraftEntry directory(DraftAttributes attributes) {
    return directory(Form.DIRECTORY, attributes);
  }

  /** Returns the directory into which a tree is copied. */
  static DraftEntry target(DraftAttributes attributes) {
    return directory(Form.TARGET, attributes);
  }

  private static DraftEntry directory(Form form, DraftAttributes attributes) {
    return new DraftEntry(
        form, attributes, (sink, path, entry) -> sink.add(new LayerEntry.Directory(path, entry)));
  }

  /** Returns a file; its source is opened when it is written. */
  static DraftEntry file(DraftAttributes attributes, long size, Source source) {
    return new DraftEntry(
        Form.OTHER,
        attributes,
        (sink, path, entry) -> {
          try (InputStream content = source.open()) {
            sink.add(new LayerEntry.File(path, entry, size), content);
          }
        });
  }

  static DraftEntry symlink(DraftAttributes attributes, byte[] target) {
    return new DraftEntry(
        Form.LINK,
        attributes.withMode(LINK_MODE),
        (sink, path, entry) -> sink.add(new LayerEntry.Symlink(path, entry, target)));
  }

  static DraftEntry device(DraftAttributes attributes, boolean block, int major, int minor) {
    return new DraftEntry(
        Form.OTHER,
        attributes,
        (sink, path, entry) -> sink.add(new LayerEntry.Device(path, entry, block, major, minor)));
  }

  static DraftEntry fifo(DraftAttributes attributes) {
    return new DraftEntry(
        Form.OTHER, attributes, (sink, path, entry) -> sink.add(new LayerEntry.Fifo(path, entry)));
  }

  boolean isDirectory() {
    return form == Form.DIRECTORY || form == Form.TARGET;
  }

  /** Returns whether the layers below are asked first what this directory is like. */
  boolean isTarget() {
    return form == Form.TARGET;
  }

  void setMode(int mode) {
    DraftAttributes changed = attributes.withMode(mode);
    attributes = form == Form.LINK ? attributes : changed;
  }

  void change(UnaryOperator<DraftAttributes> change) {
    attributes = change.apply(attributes);
  }

  EntryAttributes attributes(LayerTimes times) {
    return attributes.toEntry(times);
  }

  void write(LayerSink sink, EntryPath path, LayerTimes times) throws IOException {
    writing.write(sink, path, attributes(times));
  }
}
