package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageNotFoundException;
import dev.lamina.internal.blob.Claim;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.catalog.StoreState;
import java.io.IOException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is held while it is read, and the state in which it is there. In a store that can only be
 * read there is nobody who could remove it, and nothing is held.
 */
final class Holding implements AutoCloseable {
  private final Leases leases;
  private final Optional<Claim> hold;
  private final StoreState known;
  private final StoreState state;

  private Holding(Leases leases, Optional<Claim> hold, StoreState known, StoreState state) {
    this.leases = leases;
    this.hold = hold;
    this.known = known;
    this.state = state;
  }

  /**
   * Holds layers.
   *
   * @param known a state that has them
   * @param name what they are needed for
   * @throws ImageNotFoundException if one is gone
   */
  static Holding ofLayers(Leases leases, StoreState known, String name, Collection<Digest> diffIds)
      throws IOException {
    return of(leases, known, Leases.layers(known, diffIds), state -> true, name);
  }

  /**
   * Holds what is needed.
   *
   * @param known a state that has it
   * @param isThere whether a state still has what it is needed for
   * @param name what that is called
   * @throws ImageNotFoundException if it is gone
   */
  static Holding of(
      Leases leases, StoreState known, Needs needs, Predicate<StoreState> isThere, String name)
      throws IOException {
    try {
      Leases.Held held = leases.hold(known, needs, isThere, name);
      return new Holding(leases, Optional.of(held.hold()), known, held.state());
    } catch (IOException | ReadOnlyFileSystemException e) {
      if (leases.canOnlyRead()) {
        return new Holding(leases, Optional.empty(), known, known);
      }
      throw e;
    }
  }

  StoreState state() {
    return state;
  }

  /** Returns the state by which it was found what is to be held: of it, nothing goes. */
  StoreState known() {
    return known;
  }

  @Override
  public void close() throws IOException {
    if (hold.isPresent()) {
      leases.release(hold.get(), known);
    }
  }
}
