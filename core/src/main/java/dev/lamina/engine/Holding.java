package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.internal.blob.Holds;
import dev.lamina.internal.catalog.StoreState;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Collection;
import java.util.Optional;

/**
 * Layers that are held while they are read, and the state in which they are there. In a store that
 * can only be read there is nobody who could remove them, and nothing is held.
 */
final class Holding implements AutoCloseable {
  private final Leases leases;
  private final Optional<Holds.Hold> hold;
  private final StoreState state;

  private Holding(Leases leases, Optional<Holds.Hold> hold, StoreState state) {
    this.leases = leases;
    this.hold = hold;
    this.state = state;
  }

  /**
   * Holds layers.
   *
   * @param known a state that has them
   * @throws dev.lamina.ImageNotFoundException if one is gone
   */
  static Holding of(Leases leases, StoreState known, String image, Collection<Digest> diffIds)
      throws IOException {
    try {
      Leases.Held held = leases.holdLayers(known, image, diffIds);
      return new Holding(leases, Optional.of(held.hold()), held.state());
    } catch (AccessDeniedException | ReadOnlyFileSystemException e) {
      return new Holding(leases, Optional.empty(), known);
    } catch (FileSystemException e) {
      if (String.valueOf(e.getReason()).contains("Read-only")) {
        return new Holding(leases, Optional.empty(), known);
      }
      throw e;
    }
  }

  StoreState state() {
    return state;
  }

  @Override
  public void close() throws IOException {
    if (hold.isPresent()) {
      leases.release(hold.get());
    }
  }
}
