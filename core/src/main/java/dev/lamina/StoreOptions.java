package dev.lamina;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a store works. Immutable.
 *
 * @param durability what a success means when the power fails
 * @param lockTimeout how long to wait for another process that changes the store
 * @param clock what tells the time
 * @param random what IDs and names of containers are made of; safe for use by several threads
 * @param engineVersion what new images say of the engine that made them; empty by default
 */
public record StoreOptions(
    Durability durability,
    Duration lockTimeout,
    Clock clock,
    RandomGenerator random,
    String engineVersion) {
  /** Returns full durability, half a minute of patience, the system's clock, secure randomness. */
  public static StoreOptions defaults() {
    return new StoreOptions(
        Durability.FULL, Duration.ofSeconds(30), Clock.systemUTC(), new SecureRandom(), "");
  }

  /** Returns these options with another durability. */
  public StoreOptions durability(Durability other) {
    return new StoreOptions(other, lockTimeout, clock, random, engineVersion);
  }

  /** Returns these options with another patience. */
  public StoreOptions lockTimeout(Duration other) {
    return new StoreOptions(durability, other, clock, random, engineVersion);
  }

  /** Returns these options with another clock. */
  public StoreOptions clock(Clock other) {
    return new StoreOptions(durability, lockTimeout, other, random, engineVersion);
  }

  /** Returns these options with other randomness, such as a seeded one for tests. */
  public StoreOptions random(RandomGenerator other) {
    return new StoreOptions(durability, lockTimeout, clock, other, engineVersion);
  }

  /** Returns these options with another version for new images to tell. */
  public StoreOptions engineVersion(String other) {
    return new StoreOptions(durability, lockTimeout, clock, random, other);
  }
}
