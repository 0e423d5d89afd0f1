package dev.lamina.engine;

import dev.lamina.FileChange;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.layer.EngineComparison;
import dev.lamina.internal.layer.TreeDifference;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Compares the files of images, and knows which are being compared. */
final class Comparisons implements AutoCloseable {
  private final Parts parts;
  private final Set<TreePair> open = ConcurrentHashMap.newKeySet();

  Comparisons(Parts parts) {
    this.parts = parts;
  }

  /** Returns what became of the first image's files in the second; the caller closes the stream. */
  Stream<FileChange> changes(StoreState state, ImageRecord from, ImageRecord to) {
    String failure = "cannot compare image " + from.id() + " with " + to.id();
    try {
      TreePair trees = TreePair.open(parts, state, from, to);
      open.add(trees);
      TreeDifference difference =
          new TreeDifference(trees.below(), trees.above(), new EngineComparison(false));
      return FileChanges.of(difference, failure).onClose(() -> close(trees));
    } catch (IOException e) {
      throw Failures.of(failure, e);
    }
  }

  private void close(TreePair trees) {
    open.remove(trees);
    try {
      trees.close();
    } catch (IOException e) {
      throw Failures.of("cannot let go of images that were compared", e);
    }
  }

  /** Ends what is being compared. */
  @Override
  public void close() {
    List.copyOf(open).forEach(this::close);
  }
}
