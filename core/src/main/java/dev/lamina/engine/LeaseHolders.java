package dev.lamina.engine;

import dev.lamina.Lease;

/** Knows the leases of a store, of this process and of others. Safe for use by several threads. */
interface LeaseHolders {
  /**
   * Returns what a lease is called in the catalogue.
   *
   * @throws IllegalArgumentException if it is no lease of this store
   */
  String idOf(Lease lease);

  /** Returns whether a living process holds a lease. */
  boolean isHeld(String leaseId);
}
