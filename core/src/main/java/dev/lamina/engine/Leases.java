package dev.lamina.engine;

import static java.util.stream.Collectors.toSet;

import dev.lamina.Digest;
import dev.lamina.ImageId;
import dev.lamina.ImageNotFoundException;
import dev.lamina.Lease;
import dev.lamina.internal.blob.Claim;
import dev.lamina.internal.blob.Holds;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.blob.SharedHolds;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.StoreState;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Holds images and layers against removal, for as long as somebody in this process wants. */
final class Leases implements LeaseHolders, AutoCloseable {
  private final Catalog catalog;
  private final Holds holds;
  private final SharedHolds shared;
  private final GarbageCollector garbage;
  private final Leaks<ImageLease> open = new Leaks<>();

  Leases(Catalog catalog, Holds holds, SharedHolds shared, GarbageCollector garbage) {
    this.catalog = catalog;
    this.holds = holds;
    this.shared = shared;
    this.garbage = garbage;
  }

  /** A hold, and what the store knew when it was taken. */
  record Held(Claim hold, StoreState state) {}

  /** Returns what some layers are, in every form that the store has. */
  static Needs layers(StoreState state, Collection<Digest> diffIds) {
    Set<Digest> blobs = new HashSet<>();
    for (Digest diffId : diffIds) {
      state.layer(diffId).ifPresent(l -> l.forms().forEach(form -> blobs.add(form.blob())));
    }
    return new Needs(blobs, Set.copyOf(diffIds));
  }

  /** Returns all that an image names. */
  static Needs image(StoreState state, ImageRecord image) {
    Needs named = new Needs(image.namedBlobs().collect(toSet()), Set.of());
    return named.and(layers(state, image.neededLayers().toList()));
  }

  /**
   * Holds what is needed.
   *
   * @param known the state by which it was found what is needed
   * @param isThere whether a state still has what it is needed for
   * @param name what that is called
   * @throws ImageNotFoundException if it is gone
   * @throws IOException if the store cannot be written
   */
  Held hold(StoreState known, Needs needs, Predicate<StoreState> isThere, String name)
      throws IOException {
    Claim hold = shared.take(needs);
    return new Held(hold, stateWith(hold, known, isThere, name));
  }

  /** Returns the state in which what is held is there, or lets go. */
  private StoreState stateWith(
      Claim hold, StoreState known, Predicate<StoreState> isThere, String name) throws IOException {
    boolean isHeld = false;
    try {
      // A removal that the hold came too late for has been committed by now.
      StoreState state = catalog.state();
      isHeld = isThere(state, hold.needs()) && isThere.test(state);
      if (!isHeld) {
        throw new ImageNotFoundException(name);
      }
      return state;
    } finally {
      if (!isHeld) {
        release(hold, known);
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

  /** Returns whether nothing can be held, since the store can only be read. */
  boolean canOnlyRead() throws IOException {
    return holds.isReadOnly();
  }

  /**
   * Lets go, and deletes what nobody else needs.
   *
   * @param known the state by which it was found what is needed: in that, all of it is
   */
  void release(Claim hold, StoreState known) throws IOException {
    // An interrupt is for whoever waits for something; nothing is waited for here.
    boolean interrupted = Thread.interrupted();
    try {
      Needs needs = hold.needs();
      hold.close();
      StoreState state = catalog.state();
      if (state != known && !GarbageCollector.unneeded(state, needs).isEmpty()) {
        garbage.collect(needs);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Holds an image with all that it names. */
  Lease lease(StoreState state, ImageRecord image) {
    String name = image.id().toString();
    try {
      Holds.Hold hold = holds.take(image(state, image));
      StoreState unused = stateWith(hold, state, now -> now.image(image.id()).isPresent(), name);
      ImageLease lease = new ImageLease(new ImageId(image.id()), hold, state);
      open.opened(lease);
      return lease;
    } catch (IOException e) {
      throw Failures.of("cannot hold image " + name, e);
    }
  }

  /** Ends the leases that this store has given; what is still mounted stays held. */
  @Override
  public void close() {
    open.tell();
    open.open().forEach(ImageLease::close);
    try {
      shared.close();
    } catch (IOException e) {
      throw Failures.of("cannot let go of what was held", e);
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
    private final StoreState known;
    private final AtomicBoolean closed = new AtomicBoolean();

    ImageLease(ImageId image, Holds.Hold hold, StoreState known) {
      this.image = image;
      this.hold = hold;
      this.known = known;
    }

    @Override
    public ImageId image() {
      return image;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        open.closed(this);
        try {
          release(hold, known);
        } catch (IOException e) {
          throw Failures.of("cannot let go of image " + image, e);
        }
      }
    }

    @Override
    public String toString() {
      return "the lease " + hold.id() + " of " + image;
    }
  }
}
