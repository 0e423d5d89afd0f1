package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageId;
import dev.lamina.ImageNotFoundException;
import dev.lamina.Lease;
import dev.lamina.internal.blob.Holds;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.StoreState;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Holds images and layers against removal, for as long as somebody in this process wants. */
final class Leases implements LeaseHolders {
  private final Catalog catalog;
  private final Holds holds;
  private final GarbageCollector garbage;

  Leases(Catalog catalog, Holds holds, GarbageCollector garbage) {
    this.catalog = catalog;
    this.holds = holds;
    this.garbage = garbage;
  }

  /** A hold, and what the store knew when it was taken. */
  record Held(Holds.Hold hold, StoreState state) {}

  /**
   * Holds layers in every form that the store has.
   *
   * @throws ImageNotFoundException if one is gone
   * @throws IOException if the store cannot be written
   */
  Held holdLayers(StoreState known, String image, Collection<Digest> diffIds) throws IOException {
    Set<Digest> blobs = new HashSet<>();
    for (Digest diffId : diffIds) {
      known.layer(diffId).ifPresent(l -> l.forms().forEach(form -> blobs.add(form.blob())));
    }
    return hold(image, new Needs(blobs, Set.copyOf(diffIds)));
  }

  private Held hold(String image, Needs needs) throws IOException {
    Holds.Hold hold = holds.take(needs);
    boolean isThere = false;
    try {
      // A removal that the hold came too late for has been committed by now.
      StoreState state = catalog.state();
      isThere = isThere(state, needs);
      if (!isThere) {
        throw new ImageNotFoundException(image);
      }
      return new Held(hold, state);
    } finally {
      if (!isThere) {
        release(hold);
      }
    }
  }

  private static boolean isThere(StoreState state, Needs needs) {
    return needs.layers().stream()
        .allMatch(
            diffId ->
                state
                    .layer(diffId)
                    .filter(
                        layer ->
                            layer.forms().stream()
                                .map(LayerForm::blob)
                                .anyMatch(needs.blobs()::contains))
                    .isPresent());
  }

  /** Lets go, and deletes what nobody else needs. */
  void release(Holds.Hold hold) throws IOException {
    Needs needs = hold.needs();
    hold.close();
    if (!GarbageCollector.unneeded(catalog.state(), needs).isEmpty()) {
      garbage.collect(needs);
    }
  }

  /** Holds an image with all that it names. */
  Lease lease(StoreState state, ImageRecord image) {
    String name = image.id().toString();
    try {
      Set<Digest> blobs = new HashSet<>();
      image.namedBlobs().forEach(blobs::add);
      Set<Digest> layers = new HashSet<>();
      image.neededLayers().forEach(layers::add);
      for (Digest diffId : layers) {
        state.layer(diffId).ifPresent(l -> l.forms().forEach(form -> blobs.add(form.blob())));
      }
      Held held = hold(name, new Needs(blobs, layers));
      if (held.state().image(image.id()).isEmpty()) {
        release(held.hold());
        throw new ImageNotFoundException(name);
      }
      return new ImageLease(new ImageId(image.id()), held.hold());
    } catch (IOException e) {
      throw Failures.of("cannot hold image " + name, e);
    }
  }

  @Override
  public String idOf(Lease lease) {
    if (lease instanceof ImageLease own && !own.closed.get()) {
      return own.hold.id();
    }
    throw new IllegalArgumentException("no open lease of this store: " + lease);
  }

  @Override
  public boolean isHeld(String id) {
    try {
      return holds.isHeld(id);
    } catch (IOException e) {
      throw Failures.of("cannot look for lease " + id, e);
    }
  }

  private final class ImageLease implements Lease {
    private final ImageId image;
    private final Holds.Hold hold;
    private final AtomicBoolean closed = new AtomicBoolean();

    ImageLease(ImageId image, Holds.Hold hold) {
      this.image = image;
      this.hold = hold;
    }

    @Override
    public ImageId image() {
      return image;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        try {
          release(hold);
        } catch (IOException e) {
          throw Failures.of("cannot let go of image " + image, e);
        }
      }
    }

    @Override
    public String toString() {
      return "lease " + hold.id() + " of " + image;
    }
  }
}
