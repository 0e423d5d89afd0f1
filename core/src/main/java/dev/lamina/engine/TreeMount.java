package dev.lamina.engine;

import dev.lamina.Committing;
import dev.lamina.Exporting;
import dev.lamina.FileChange;
import dev.lamina.Image;
import dev.lamina.WritableMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A tree that can be changed, as its user has it. */
final class TreeMount implements WritableMount {
  private final Parts parts;
  private final OpenTree tree;
  private final CommitSource source;
  private final Supplier<Image> image;

  TreeMount(Parts parts, OpenTree tree, CommitSource source, Supplier<Image> image) {
    this.parts = parts;
    this.tree = tree;
    this.source = source;
    this.image = image;
  }

  @Override
  public Path root() {
    return tree.root();
  }

  @Override
  public Image image() {
    return image.get();
  }

  @Override
  public Stream<FileChange> changes() {
    throw Unfinished.verb();
  }

  @Override
  public Committing commit() {
    return Commit.of(parts, source);
  }

  @Override
  public Exporting export() {
    throw Unfinished.verb();
  }

  @Override
  public void close() {
    parts.mounts().unregister(this);
    try {
      tree.close();
    } catch (IOException e) {
      throw Failures.of("cannot unmount " + source.name(), e);
    }
  }
}
