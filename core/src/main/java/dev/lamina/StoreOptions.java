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
 * @param limits what is refused of an archive that somebody may have made to do harm
 */
public record StoreOptions(
    Durability durability,
    Duration lockTimeout,
    Clock clock,
    RandomGenerator random,
    String engineVersion,
    Limits limits) {
  /** Made when it is first asked: that takes longer than most of a store's calls. */
  private static final class Secure {
    static final SecureRandom RANDOM = new SecureRandom();

    private Secure() {}
  }

  /** Returns full durability, half a minute of patience, the system's clock, secure randomness. */
  public static StoreOptions defaults() {
    return new StoreOptions(
        Durability.FULL,
        Duration.ofSeconds(30),
        Clock.systemUTC(),
        () -> Secure.RANDOM.nextLong(),
        "",
        Limits.defaults());
  }

  /** Returns these options with another durability. */
  public StoreOptions durability(Durability other) {
    return new StoreOptions(other, lockTimeout, clock, random, engineVersion, limits);
  }

  /** Returns these options with another patience. */
  public StoreOptions lockTimeout(Duration other) {
    return new StoreOptions(durability, other, clock, random, engineVersion, limits);
  }

  /** Returns these options with another clock. */
  public StoreOptions clock(Clock other) {
    return new StoreOptions(durability, lockTimeout, other, random, engineVersion, limits);
  }

  /** Returns these options with other randomness, such as a seeded one for tests. */
  public StoreOptions random(RandomGenerator other) {
    return new StoreOptions(durability, lockTimeout, clock, other, engineVersion, limits);
  }

  /** Returns these options with another version for new images to tell. */
  public StoreOptions engineVersion(String other) {
    return new StoreOptions(durability, lockTimeout, clock, random, other, limits);
  }

  /** Returns these options with other limits for what archives hold. */
  public StoreOptions limits(Limits other) {
    return new StoreOptions(durability, lockTimeout, clock, random, engineVersion, other);
  }
}
