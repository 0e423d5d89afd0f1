package dev.lamina.faults;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Counts the calls of a {@link FaultyFileSystem}, and says which of them go wrong, and how. Calls
 * are made one after the other, so that none is under way when a later one goes wrong.
 */
public final class Faults {
  private static final int FOREVER = Integer.MAX_VALUE;

  /** How a call goes wrong. */
  public enum Effect {
    /** It does nothing and fails. */
    FAIL,
    /** A write writes half of its bytes and fails; other calls do nothing and fail. */
    HALF,
    /** It does all it should and fails nevertheless. */
    FAIL_AFTER,
    /** The thread that made the faults is interrupted before it. */
    INTERRUPT
  }

  /** A call that the file system passes on. */
  @FunctionalInterface
  public interface Call<T> {
    @CanIgnoreReturnValue
    T run() throws IOException;
  }

  private final Thread interrupted = Thread.currentThread();
  private final int first;
  private final int last;
  private final Effect effect;
  private final Consumer<String> listener;
  private final List<Site> calls = new ArrayList<>();
  private boolean isAwake = true;
  private boolean isDead;

  private Faults(int first, int last, Effect effect, Consumer<String> listener) {
    this.first = first;
    this.last = last;
    this.effect = effect;
    this.listener = listener;
  }

  private Faults(int first, int last, Effect effect) {
    this(first, last, effect, call -> {});
  }

  /** Nothing goes wrong. */
  public static Faults none() {
    return new Faults(FOREVER, 0, Effect.FAIL);
  }

  /**
   * Nothing goes wrong, but something may be done before each call: what somebody else does then.
   */
  public static Faults none(Consumer<String> listener) {
    return new Faults(FOREVER, 0, Effect.FAIL, listener);
  }

  /** The n-th call, counted from 1, goes wrong. */
  public static Faults at(int n, Effect effect) {
    return new Faults(n, n, effect);
  }

  /** The n-th call goes wrong, and some that follow it fail. */
  public static Faults at(int n, int count, Effect effect) {
    return new Faults(n, n + count - 1, effect);
  }

  /** The n-th call goes wrong, and all later ones fail: as if the process had died there. */
  public static Faults from(int n, Effect effect) {
    return new Faults(n, FOREVER, effect);
  }

  /** Counts no calls, and lets none fail, until it is woken. */
  public Faults asleep() {
    isAwake = false;
    return this;
  }

  /** Begins to count. */
  public synchronized void wake() {
    isAwake = true;
  }

  /** Lets everything go right again. */
  public synchronized void sleep() {
    isAwake = false;
  }

  /** Lets no call have an effect any more: the process is dead. */
  synchronized void die() {
    isDead = true;
  }

  /** Returns whether something has gone wrong; if not, there were fewer calls than that. */
  public synchronized boolean happened() {
    return calls.size() >= first;
  }

  /** Returns what has been called until now. */
  public synchronized List<String> calls() {
    return calls.stream().map(Site::toString).toList();
  }

  /** Returns the calls that went wrong. */
  synchronized List<Site> hits() {
    return happened()
        ? List.copyOf(calls.subList(first - 1, Math.min(last, calls.size())))
        : List.of();
  }

  /** Returns whether the first call that went wrong was to make something durable. */
  synchronized boolean hitForce() {
    return happened() && calls.get(first - 1).isForce();
  }

  @Override
  public synchronized String toString() {
    String which = happened() ? calls.get(first - 1).toString() : "nothing";
    return effect + " from " + first + (last == FOREVER ? " on: " : " to " + last + ": ") + which;
  }

  private boolean isFaulty(Site site) {
    if (isAwake) {
      calls.add(site);
    }
    return isDead || (isAwake && calls.size() >= first && calls.size() <= last);
  }

  private Effect effect() {
    return !isDead && calls.size() == first ? effect : Effect.FAIL;
  }

  /** Makes a call, or lets it go wrong; {@code half} is what a broken write still does. */
  @CanIgnoreReturnValue
  synchronized <T> T call(Site site, Call<?> half, Call<T> call) throws IOException {
    listener.accept(site.toString());
    if (!isFaulty(site)) {
      return call.run();
    }
    switch (effect()) {
      case INTERRUPT -> {
        interrupted.interrupt();
        return call.run();
      }
      case HALF -> half.run();
      case FAIL_AFTER -> call.run();
      case FAIL -> {}
    }
    throw site.failure();
  }

  @CanIgnoreReturnValue
  <T> T call(Site site, Call<T> call) throws IOException {
    return call(site, () -> null, call);
  }
}
