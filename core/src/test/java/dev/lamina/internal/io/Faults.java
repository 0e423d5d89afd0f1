package dev.lamina.internal.io;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Counts the calls of a {@link FaultyFileSystem}, and says which of them go wrong, and how. */
public final class Faults {
  /** How a call goes wrong. */
  public enum Effect {
    /** It does nothing and fails. */
    FAIL,
    /** A write writes half of its bytes and fails; other calls do nothing and fail. */
    HALF,
    /** It does all it should and fails nevertheless. */
    FAIL_AFTER,
    /** It finds its thread interrupted. */
    INTERRUPT
  }

  /** A call that the file system passes on. */
  @FunctionalInterface
  interface Call<T> {
    @CanIgnoreReturnValue
    T run() throws IOException;
  }

  private final int first;
  private final int last;
  private final Effect effect;
  private final Consumer<String> listener;
  private final List<String> calls = new ArrayList<>();

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
    return new Faults(Integer.MAX_VALUE, 0, Effect.FAIL);
  }

  /**
   * Nothing goes wrong, but something may be done before each call: what somebody else does then.
   */
  public static Faults none(Consumer<String> listener) {
    return new Faults(Integer.MAX_VALUE, 0, Effect.FAIL, listener);
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
    return new Faults(n, Integer.MAX_VALUE, effect);
  }

  /** Returns whether something has gone wrong; if not, there were fewer calls than that. */
  public synchronized boolean happened() {
    return calls.size() >= first;
  }

  /** Returns what has been called until now. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public synchronized String toString() {
    String which = happened() ? calls.get(first - 1) : "nothing";
    return effect + " from " + first + " to " + last + ": " + which;
  }

  private synchronized boolean isFaulty(String call) {
    calls.add(call);
    return calls.size() >= first && calls.size() <= last;
  }

  private synchronized Effect effect() {
    return calls.size() == first ? effect : Effect.FAIL;
  }

  /** Makes a call, or lets it go wrong; {@code half} is what a broken write still does. */
  @CanIgnoreReturnValue
  <T> T call(String name, Call<?> half, Call<T> call) throws IOException {
    listener.accept(name);
    if (!isFaulty(name)) {
      return call.run();
    }
    switch (effect()) {
      case INTERRUPT -> {
        Thread.currentThread().interrupt();
        return call.run();
      }
      case HALF -> half.run();
      case FAIL_AFTER -> call.run();
      case FAIL -> {}
    }
    throw new IOException("injected fault in " + name);
  }

  @CanIgnoreReturnValue
  <T> T call(String name, Call<T> call) throws IOException {
    return call(name, () -> null, call);
  }
}
