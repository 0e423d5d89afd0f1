package dev.lamina;

import java.time.Clock;
import java.time.Duration;

/**
 * How a store works. Immutable.
 *
 * @param durability what a success means when the power fails
 * @param lockTimeout how long to wait for another process that changes the store
 * @param clock what tells the time
 */
public record StoreOptions(Durability durability, Duration lockTimeout, Clock clock) {
  /** Returns full durability, half a minute of patience, and the system's clock. */
  public static StoreOptions defaults() {
    return new StoreOptions(Durability.FULL, Duration.ofSeconds(30), Clock.systemUTC());
  }

  /** Returns these options with another durability. */
  public StoreOptions durability(Durability other) {
    return new StoreOptions(other, lockTimeout, clock);
  }

  /** Returns these options with another patience. */
  public StoreOptions lockTimeout(Duration other) {
    return new StoreOptions(durability, other, clock);
  }

  /** Returns these options with another clock. */
  public StoreOptions clock(Clock other) {
    return new StoreOptions(durability, lockTimeout, other);
  }
}
