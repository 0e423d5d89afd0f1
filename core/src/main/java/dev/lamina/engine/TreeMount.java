package dev.lamina.engine;

import dev.lamina.Committing;
import dev.lamina.Exporting;
import dev.lamina.FileChange;
import dev.lamina.Image;
import dev.lamina.WritableMount;
import dev.lamina.internal.layer.EngineComparison;
import dev.lamina.internal.layer.TreeDifference;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A tree that can be changed, as its user has it. */
final class TreeMount implements WritableMount {
  private final Parts parts;
  private final OpenTree tree;
  private final CommitSource source;
  private final Supplier<Image> image;
  private final Supplier<RuntimeSettings> settings;
  private final Set<LayerTree> open = ConcurrentHashMap.newKeySet();

  TreeMount(
      Parts parts,
      OpenTree tree,
      CommitSource source,
      Supplier<Image> image,
      Supplier<RuntimeSettings> settings) {
    this.parts = parts;
    this.tree = tree;
    this.source = source;
    this.image = image;
    this.settings = settings;
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
    String failure = "cannot tell the changes of " + source.name();
    try {
      LayerTree below = tree.below();
      open.add(below);
      TreeDifference difference =
          new TreeDifference(below, tree.tree(), new EngineComparison(true));
      return FileChanges.of(difference, failure).onClose(() -> close(below));
    } catch (IOException e) {
      throw Failures.of(failure, e);
    }
  }

  private void close(LayerTree below) {
    open.remove(below);
    try {
      below.close();
    } catch (IOException e) {
      throw Failures.of("cannot let go of the layers of " + source.name(), e);
    }
  }

  @Override
  public Committing commit() {
    return Commit.of(parts, source);
  }

  @Override
  public Exporting export() {
    return new TreeExporting(source.name(), reading -> reading.read(tree.tree()), () -> {});
  }

  @Override
  public void writeRuntimeConfig(Path directory) {
    if (!tree.isOpen()) {
      throw new IllegalStateException("the mount of " + source.name() + " is closed");
    }
    try {
      new RuntimeBundle(settings.get(), tree.root(), false, parts.driver().idMap(), tree.tree())
          .writeConfig(directory);
    } catch (IOException e) {
      throw Failures.of("cannot make a runtime bundle of " + source.name(), e);
    }
  }

  @Override
  public void close() {
    close(tree::close);
  }

  @Override
  public void detach() {
    close(tree::detach);
  }

  @Override
  public String toString() {
    return "the mount of " + source.name() + " at " + tree.root();
  }

  private void close(Endings.Ending closing) {
    List.copyOf(open).forEach(this::close);
    try {
      closing.end();
    } catch (IOException e) {
      throw Failures.of("cannot unmount " + source.name(), e);
    }
    parts.mounts().unregister(this);
  }
}
