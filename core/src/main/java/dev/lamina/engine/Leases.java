package dev.lamina.engine;

import dev.lamina.Lease;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;

/** Holds images against removal, for as long as somebody in this process wants. */
final class Leases implements LeaseHolders {
  @SuppressWarnings("unused")
  private final Parts parts;

  Leases(Parts parts) {
    this.parts = parts;
  }

  Lease lease(StoreState state, ImageRecord image) {
    return Unfinished.verb();
  }

  @Override
  public String idOf(Lease lease) {
    return Unfinished.verb();
  }

  @Override
  public boolean isHeld(String leaseId) {
    return Unfinished.verb();
  }
}
