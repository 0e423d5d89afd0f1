package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lamina.ImageStore;
import dev.lamina.StoreEvent;
import dev.lamina.StoreEvent.Action;
import dev.lamina.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a store tells of what happens in it, and remembers. */
@Timeout(60)
@SuppressWarnings("try") // A subscription is of use by being open.
public interface EventContract extends StoreContract {
  /** Has the name that {@link #WINNER} takes away. */
  TestImage LOSER = TestImage.withFile("a", "1").label("loser").tagged("app:1", "kept:1");

  /** Takes a name of {@link #LOSER}. */
  TestImage WINNER = TestImage.withFile("a", "2").tagged("app:1");

  /** Returns the next event, which must come. */
  static StoreEvent next(BlockingQueue<StoreEvent> told) throws InterruptedException {
    StoreEvent event = told.poll(30, TimeUnit.SECONDS);
    assertThat(event).as("an event within half a minute").isNotNull();
    return event;
  }

  /** Returns an event as a line: action, cause, name, and the name it is about. */
  static String line(StoreEvent event) {
    return "%s %s %s %s"
        .formatted(
            event.action(),
            event.cause(),
            event.attributes().get("name"),
            event.reference().orElse("-"));
  }

  @Test
  default void events_ofLoads_areOneForEachImage() throws InterruptedException {
    BlockingQueue<StoreEvent> told = new LinkedBlockingQueue<>();
    Instant before = Instant.now();
    try (ImageStore store = newStore();
        Subscription unused = store.events(told::add)) {
      load(store, LOSER, TestImage.withFile("b", "1"));

      StoreEvent first = next(told);
      StoreEvent second = next(told);
      assertThat(first.action()).isEqualTo(Action.LOAD);
      assertThat(first.type()).isEqualTo(StoreEvent.Type.IMAGE);
      assertThat(first.cause()).isEqualTo(Action.LOAD);
      assertThat(first.actor()).isEqualTo(LOSER.id().toString());
      assertThat(first.attributes())
          .containsEntry("name", LOSER.id().toString())
          .containsEntry("which", "loser");
      assertThat(first.time()).isBetween(before, Instant.now());
      assertThat(second.actor()).isEqualTo(TestImage.withFile("b", "1").id().toString());
      assertThat(second.number()).isEqualTo(first.number() + 1);
      assertThat(told).isEmpty();
    }
  }

  @Test
  default void events_ofLoadThatTakesName_tellWhoLostIt() throws InterruptedException {
    BlockingQueue<StoreEvent> told = new LinkedBlockingQueue<>();
    try (ImageStore store = newStore()) {
      load(store, LOSER);
      try (Subscription unused = store.events(told::add)) {
        load(store, WINNER);

        StoreEvent untag = next(told);
        assertThat(line(untag)).isEqualTo("untag load " + LOSER.id() + " app:1");
        assertThat(untag.actor()).isEqualTo(LOSER.id().toString());
        assertThat(untag.attributes()).containsEntry("which", "loser");
        assertThat(line(next(told))).isEqualTo("load load " + WINNER.id() + " -");
      }
    }
  }

  @Test
  default void events_manyChanges_comeInOrderEachOnceToAll() throws InterruptedException {
    int count = 50;
    BlockingQueue<StoreEvent> one = new LinkedBlockingQueue<>();
    BlockingQueue<StoreEvent> other = new LinkedBlockingQueue<>();
    try (ImageStore store = newStore();
        Subscription unused = store.events(one::add);
        Subscription unusedToo = store.events(other::add)) {
      for (int i = 0; i < count; i++) {
        load(store, TestImage.withFile("f", "content " + i));
      }

      long first = next(one).number();
      for (int i = 1; i < count; i++) {
        assertThat(next(one).number()).isEqualTo(first + i);
      }
      for (int i = 0; i < count; i++) {
        assertThat(next(other).number()).isEqualTo(first + i);
      }
      assertThat(one).isEmpty();
      assertThat(other).isEmpty();
    }
  }

  @Test
  default void eventsSince_time_areThoseThenOrLater() {
    try (ImageStore store = newStore()) {
      assertThat(store.eventsSince(Instant.EPOCH)).isEmpty();
      load(store, LOSER);
      load(store, WINNER);

      List<StoreEvent> all = store.eventsSince(Instant.EPOCH);

      assertThat(all)
          .extracting(EventContract::line)
          .containsExactly(
              "load load " + LOSER.id() + " -",
              "untag load " + LOSER.id() + " app:1",
              "load load " + WINNER.id() + " -");
      assertThat(IntStream.range(0, 3).allMatch(i -> all.get(i).number() == i + 1)).isTrue();
      Instant last = all.get(2).time();
      assertThat(store.eventsSince(last)).contains(all.get(2)).isSubsetOf(all);
      assertThat(store.eventsSince(last.plusNanos(1))).isEmpty();
    }
  }

  @Test
  default void close_subscription_endsItAlone() throws InterruptedException {
    BlockingQueue<StoreEvent> closed = new LinkedBlockingQueue<>();
    BlockingQueue<StoreEvent> open = new LinkedBlockingQueue<>();
    try (ImageStore store = newStore();
        Subscription unused = store.events(open::add)) {
      Subscription ended = store.events(closed::add);
      load(store, LOSER);
      next(closed);

      ended.close();
      ended.close();
      load(store, WINNER);

      assertThat(next(open).action()).isEqualTo(Action.LOAD);
      next(open);
      next(open);
      assertThat(closed).isEmpty();
    }
  }

  @Test
  default void events_afterAllHadClosed_areToldAgain() throws InterruptedException {
    try (ImageStore store = newStore()) {
      for (int i = 0; i < 3; i++) {
        BlockingQueue<StoreEvent> told = new LinkedBlockingQueue<>();
        TestImage image = TestImage.withFile("f", "round " + i);
        try (Subscription unused = store.events(told::add)) {
          load(store, image);

          assertThat(next(told).actor()).isEqualTo(image.id().toString());
        }
        load(store, TestImage.withFile("f", "unheard " + i));
      }
    }
  }

  @Test
  default void close_subscriptionInListener_isTheLastItHears() throws InterruptedException {
    BlockingQueue<StoreEvent> told = new LinkedBlockingQueue<>();
    BlockingQueue<StoreEvent> other = new LinkedBlockingQueue<>();
    AtomicReference<Subscription> own = new AtomicReference<>();
    CountDownLatch known = new CountDownLatch(1);
    try (ImageStore store = newStore()) {
      own.set(
          store.events(
              event -> {
                await(known);
                own.get().close();
                told.add(event);
              }));
      known.countDown();
      try (Subscription unused = store.events(other::add)) {
        load(store, LOSER);
        load(store, WINNER);

        next(other);
        next(other);
        next(other);
        assertThat(told).hasSize(1);
      }
    }
  }

  @Test
  default void close_subscriptionWhileListenerIsCalled_waitsForIt() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch mayReturn = new CountDownLatch(1);
    AtomicInteger returned = new AtomicInteger();
    AtomicInteger returnedAtClose = new AtomicInteger(-1);
    try (ImageStore store = newStore()) {
      Subscription subscription =
          store.events(
              event -> {
                called.countDown();
                await(mayReturn);
                returned.incrementAndGet();
              });
      load(store, LOSER, WINNER);
      await(called);
      Thread closing =
          new Thread(
              () -> {
                subscription.close();
                returnedAtClose.set(returned.get());
              });
      closing.start();
      while (closing.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }

      assertThat(returnedAtClose).hasValue(-1);
      mayReturn.countDown();
      closing.join();

      assertThat(returnedAtClose).hasValue(1);
      assertThat(returned).hasValue(1);
    }
  }

  @Test
  default void events_listenerThrows_goOn() throws InterruptedException {
    BlockingQueue<StoreEvent> told = new LinkedBlockingQueue<>();
    try (ImageStore store = newStore();
        Subscription unused =
            store.events(
                event -> {
                  told.add(event);
                  Thread.currentThread().interrupt();
                  throw new AssertionError("a listener that fails, for a test");
                })) {
      load(store, LOSER);
      next(told);
      load(store, WINNER);

      next(told);
      next(told);
    }
  }

  @Test
  default void events_listenerUsesStore_seesWhatItIsToldOf() throws InterruptedException {
    BlockingQueue<Integer> counts = new LinkedBlockingQueue<>();
    try (ImageStore store = newStore();
        Subscription unused = store.events(event -> counts.add(store.images().count()))) {
      load(store, LOSER, WINNER);

      assertThat(counts.poll(30, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }

  @Test
  default void close_storeInListener_endsAll() throws InterruptedException {
    BlockingQueue<StoreEvent> told = new LinkedBlockingQueue<>();
    CountDownLatch loaded = new CountDownLatch(1);
    ImageStore store = newStore();
    Subscription subscription =
        store.events(
            event -> {
              await(loaded);
              store.close();
              told.add(event);
            });

    load(store, LOSER, WINNER);
    loaded.countDown();

    next(told);
    assertThat(told).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> store.events(told::add))
        .withMessageContaining("closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> store.eventsSince(Instant.EPOCH))
        .withMessageContaining("closed");
    subscription.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
