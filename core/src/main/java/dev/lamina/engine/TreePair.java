package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.spi.LayerTree;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The trees of two images, whose layers are held until it is closed. */
final class TreePair implements Closeable {
  private final Holding held;
  private final LayerTree below;
  private final LayerTree above;
  private final AtomicBoolean closed = new AtomicBoolean();

  private TreePair(Holding held, LayerTree below, LayerTree above) {
    this.held = held;
    this.below = below;
    this.above = above;
  }

  /** Opens the trees of two images of a state. */
  static TreePair open(Parts parts, StoreState state, ImageRecord below, ImageRecord above)
      throws IOException {
    Set<Digest> diffIds = new HashSet<>(below.diffIds());
    diffIds.addAll(above.diffIds());
    String name = below.id() + " or " + above.id();
    Holding held = Holding.ofLayers(parts.leases(), state, name, diffIds);
    try {
      Mounts mounts = parts.mounts();
      LayerTree first = mounts.stack(held.state(), below.diffIds()).tree();
      try {
        return new TreePair(held, first, mounts.stack(held.state(), above.diffIds()).tree());
      } catch (IOException | RuntimeException e) {
        first.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  LayerTree below() {
    return below;
  }

  LayerTree above() {
    return above;
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      try (held;
          below;
          above) {
        // Closes them in turn, also if one cannot be closed.
      }
    }
  }
}
