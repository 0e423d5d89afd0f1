package dev.lamina.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock for tests: it stands until it is moved, or goes on by itself whenever it is looked at.
 * Safe for use by several threads.
 */
public final class TestClock extends Clock {
  private final AtomicReference<Instant> now;
  private final Duration step;
  private final ZoneId zone;

  private TestClock(AtomicReference<Instant> now, Duration step, ZoneId zone) {
    this.now = now;
    this.step = step;
    this.zone = zone;
  }

  /** Makes a clock that stands at a time, in UTC. */
  public static TestClock at(Instant time) {
    return ticking(time, Duration.ZERO);
  }

  /** Makes a clock that shows a time, in UTC, and at each later look one that is a step later. */
  public static TestClock ticking(Instant first, Duration step) {
    return new TestClock(new AtomicReference<>(first), step, ZoneOffset.UTC);
  }

  /** Moves the clock, and all that {@link #withZone} made of it. */
  public void advance(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @Override
  public Instant instant() {
    return now.getAndUpdate(instant -> instant.plus(step));
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** Returns this clock in another zone: they are moved together. */
  @Override
  public TestClock withZone(ZoneId other) {
    return new TestClock(now, step, other);
  }
}
