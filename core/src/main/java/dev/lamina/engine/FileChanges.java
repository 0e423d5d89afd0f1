package dev.lamina.engine;

import dev.lamina.FileChange;
import dev.lamina.ImageStoreException;
import dev.lamina.internal.layer.TreeChange;
import dev.lamina.internal.layer.TreeDifference;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Tells the differences of two trees in the words of the library, as they are asked for. */
final class FileChanges extends Spliterators.AbstractSpliterator<FileChange> {
  private final TreeDifference difference;
  private final String failure;

  private FileChanges(TreeDifference difference, String failure) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
    this.difference = difference;
    this.failure = failure;
  }

  /**
   * Returns the differences that a walk finds.
   *
   * @param failure what could not be done if a tree cannot be read, for the message
   */
  static Stream<FileChange> of(TreeDifference difference, String failure) {
    return StreamSupport.stream(new FileChanges(difference, failure), false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super FileChange> action) {
    TreeChange change = next();
    if (change != null) {
      action.accept(new FileChange(change.kind(), "/" + change.path()));
    }
    return change != null;
  }

  /**
   * Returns the next one; null after the last.
   *
   * @throws IllegalStateException if the trees are closed
   * @throws ImageStoreException if one cannot be read
   */
  private @Nullable TreeChange next() {
    try {
      return difference.next();
    } catch (ClosedChannelException e) {
      throw new IllegalStateException(failure + ": the changes, or the store, have been closed", e);
    } catch (IOException e) {
      throw Failures.of(failure, e);
    }
  }
}
