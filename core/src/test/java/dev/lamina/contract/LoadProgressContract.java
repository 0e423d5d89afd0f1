package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.files;
import static dev.lamina.contract.StoreContract.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStore;
import dev.lamina.OperationCancelledException;
import dev.lamina.Progress;
import dev.lamina.ProgressEvent;
import dev.lamina.ProgressEvent.Advanced;
import dev.lamina.ProgressEvent.ImageLoaded;
import dev.lamina.ProgressEvent.LayerReceived;
import dev.lamina.ProgressEvent.Planned;
import dev.lamina.ProgressEvent.TagMoved;
import dev.lamina.ProgressListener;
import dev.lamina.ProgressListener.Answer;
import dev.lamina.Tag;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a load tells, and how it is ended early. */
public interface LoadProgressContract extends StoreContract {
  /** An image of three layers, one of them of several chunks, and not compressible. */
  TestImage LARGE =
      TestImage.of(
              TarBuilder.tar().file("a", "1"),
              TarBuilder.tar().file("noise", noise(1_000_000)),
              TarBuilder.tar().file("b", "2"))
          .tagged("large:1");

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(1).nextBytes(noise);
    return noise;
  }

  /** A listener that writes down what it hears, and checks that it hears one thing at a time. */
  final class Recorder implements ProgressListener {
    private final List<ProgressEvent> events = new ArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();

    @Override
    public Answer on(ProgressEvent event) {
      assertThat(inside.incrementAndGet()).isOne();
      events.add(event);
      inside.decrementAndGet();
      return Answer.CONTINUE;
    }

    <T extends ProgressEvent> List<T> of(Class<T> type) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  @Test
  default void load_ofNewImages_tellsPlanThenLayersThenImages() {
    Path archive =
        write("images.tar", Dialect.DOCKER_SAVE.write(LARGE, LoadContract.BASE, LoadContract.TOP));
    Recorder heard = new Recorder();
    try (ImageStore store = newStore()) {
      store.load(archive, Progress.to(heard));
    }

    long bytes =
        Stream.of(LARGE, LoadContract.TOP)
            .flatMap(image -> image.layers().stream())
            .mapToLong(layer -> layer.length)
            .sum();
    assertThat(heard.events.get(0)).isEqualTo(new Planned(5, bytes));
    assertThat(heard.of(Planned.class)).hasSize(1);
    assertThat(heard.of(Advanced.class)).extracting(Advanced::bytes).isSorted().endsWith(bytes);
    assertThat(heard.of(LayerReceived.class))
        .extracting(LayerReceived::diffId)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(LARGE, LoadContract.TOP).flatMap(i -> i.diffIds().stream()).toList());
    assertThat(heard.events)
        .endsWith(
            new ImageLoaded(LARGE.id(), LARGE.tags()),
            new ImageLoaded(LoadContract.BASE.id(), LoadContract.BASE.tags()),
            new ImageLoaded(LoadContract.TOP.id(), LoadContract.TOP.tags()));
  }

  @Test
  default void load_ofStream_tellsTheSameEventsButAdvancesFirst() {
    Recorder heard = new Recorder();
    try (ImageStore store = newStore()) {
      store.load(new ByteArrayInputStream(Dialect.OCI.write(LARGE)), Progress.to(heard));
    }

    assertThat(heard.of(Planned.class)).extracting(Planned::layers).containsExactly(3);
    assertThat(heard.of(Advanced.class)).isNotEmpty();
    assertThat(heard.of(LayerReceived.class)).hasSize(3);
    assertThat(heard.of(ImageLoaded.class))
        .containsExactly(new ImageLoaded(LARGE.id(), LARGE.tags()));
  }

  @Test
  default void load_ofLayersThatAreThere_receivesOnlyTheNew() {
    TestImage child = LARGE.child(TarBuilder.tar().file("c", "3")).tagged("child:1");
    Recorder heard = new Recorder();
    try (ImageStore store = newStore()) {
      load(store, LARGE);

      store.load(write("child.tar", Dialect.DOCKER_SAVE.write(child)), Progress.to(heard));
    }

    assertThat(heard.of(Planned.class))
        .containsExactly(new Planned(1, child.layers().get(3).length));
    assertThat(heard.of(LayerReceived.class))
        .containsExactly(new LayerReceived(child.diffIds().get(3)));
  }

  @Test
  default void load_sameArchiveAgain_hasNothingToReceive() {
    Path archive = write("images.tar", Dialect.DOCKER_SAVE.write(LARGE));
    Recorder heard = new Recorder();
    try (ImageStore store = newStore()) {
      store.load(archive);

      store.load(archive, Progress.to(heard));
    }

    assertThat(heard.events)
        .containsExactly(new Planned(0, 0), new ImageLoaded(LARGE.id(), LARGE.tags()));
  }

  @Test
  default void load_ofTagsThatOthersHave_tellsEachMoveBeforeItsImage() {
    TestImage one = TestImage.withFile("a", "1").tagged("x:1", "y:1");
    TestImage two = TestImage.withFile("b", "2").tagged("y:1", "z:1", "x:1");
    TestImage three = TestImage.withFile("c", "3").tagged("z:1");
    Recorder heard = new Recorder();
    try (ImageStore store = newStore()) {
      load(store, one);

      store.load(
          write("moves.tar", Dialect.DOCKER_SAVE.write(one, two, three)), Progress.to(heard));

      assertThat(store.image("x:1").id()).isEqualTo(two.id());
      assertThat(store.image("z:1").id()).isEqualTo(three.id());
      assertThat(store.image(one.id()).tags()).isEmpty();
    }

    assertThat(heard.events.subList(heard.events.size() - 6, heard.events.size()))
        .containsExactly(
            new ImageLoaded(one.id(), one.tags()),
            new TagMoved(Tag.parse("y:1"), one.id(), two.id()),
            new TagMoved(Tag.parse("x:1"), one.id(), two.id()),
            new ImageLoaded(two.id(), two.tags()),
            new TagMoved(Tag.parse("z:1"), two.id(), three.id()),
            new ImageLoaded(three.id(), three.tags()));
  }

  /** Whatever the event, what was there before is there, and nothing else. */
  @Test
  default void load_stoppedAtAnyEvent_leavesNothing() {
    Path archive = write("large.tar", Dialect.DOCKER_SAVE.write(LARGE));
    byte[] stream = Dialect.OCI.write(LARGE);
    try (ImageStore store = newStore()) {
      load(store, LoadContract.BASE);
      List<String> before = files(store);

      assertThat(stops(store, before, progress -> store.load(archive, progress))).isGreaterThan(5);
    }
    try (ImageStore store = newStore()) {
      load(store, LoadContract.BASE);
      List<String> before = files(store);

      assertThat(
              stops(
                  store,
                  before,
                  progress -> store.load(new ByteArrayInputStream(stream), progress)))
          .isGreaterThan(5);
    }
  }

  /** A load that is told to someone. */
  interface Load {
    void with(Progress progress);
  }

  /** Stops a load at its first event, its second, …, until it is done; returns how often. */
  private static int stops(ImageStore store, List<String> before, Load load) {
    for (int stopAt = 1; ; stopAt++) {
      AtomicInteger left = new AtomicInteger(stopAt);
      AtomicReference<ProgressEvent> stopped = new AtomicReference<>();
      try {
        load.with(
            Progress.to(
                event -> {
                  if (left.decrementAndGet() != 0) {
                    return Answer.CONTINUE;
                  }
                  stopped.set(event);
                  return Answer.STOP;
                }));
        assertThat(stopped.get()).isInstanceOf(ImageLoaded.class); // It is too late then.
        assertThat(store.findImage("large:1")).isPresent();
        return stopAt - 1;
      } catch (OperationCancelledException e) {
        assertThat(store.images().all()).as("stopped at %s", stopped).hasSize(1);
        assertThat(files(store)).as("stopped at %s", stopped).isEqualTo(before);
      }
    }
  }

  @Test
  default void load_interruptedAtAnyEvent_isAllOrNothing() {
    Path archive = write("large.tar", Dialect.JIB.write(LARGE));
    try (ImageStore store = newStore()) {
      load(store, LoadContract.BASE);
      List<String> before = files(store);
      Thread caller = Thread.currentThread();
      boolean done = false;
      for (int at = 1; !done; at++) {
        AtomicInteger left = new AtomicInteger(at);
        try {
          store.load(
              archive,
              Progress.to(
                  event -> {
                    if (left.decrementAndGet() == 0) {
                      caller.interrupt();
                    }
                    return Answer.CONTINUE;
                  }));
          done = true;
        } catch (OperationCancelledException e) {
          assertThat(Thread.interrupted()).as("interrupted at event %d", at).isTrue();
          if (store.findImage("large:1").isEmpty()) {
            assertThat(files(store)).as("interrupted at event %d", at).isEqualTo(before);
          }
        }
      }
      boolean unused = Thread.interrupted();

      assertThat(store.images().count()).isEqualTo(2);
      try (var mount = store.mount("large:1").readOnly()) {
        assertThat(mount.root().resolve("noise")).hasSize(1_000_000);
      }
    } finally {
      boolean unused = Thread.interrupted();
    }
  }

  @Test
  default void load_interruptedBefore_isCancelledAndStaysInterrupted() {
    Path archive = write("large.tar", Dialect.DOCKER_SAVE.write(LARGE));
    byte[] stream = Dialect.DOCKER_SAVE.write(LARGE);
    try (ImageStore store = newStore()) {
      List<String> before = files(store);

      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store.load(archive)).isInstanceOf(OperationCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store.load(new ByteArrayInputStream(stream)))
          .isInstanceOf(OperationCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();

      assertThat(store.images().all()).isEmpty();
      assertThat(files(store)).isEqualTo(before);
      assertThat(store.load(archive)).hasSize(1);
    } finally {
      boolean unused = Thread.interrupted();
    }
  }

  @Test
  default void load_listenerThatFails_endsItWithThatFailure() {
    Path archive = write("large.tar", Dialect.DOCKER_SAVE.write(LARGE));
    try (ImageStore store = newStore()) {
      List<String> before = files(store);

      assertThatThrownBy(
              () ->
                  store.load(
                      archive,
                      Progress.to(
                          event -> {
                            if (event instanceof LayerReceived) {
                              throw new IllegalArgumentException("listener");
                            }
                            return Answer.CONTINUE;
                          })))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("listener");

      assertThat(store.images().all()).isEmpty();
      assertThat(files(store)).isEqualTo(before);
    }
  }
}
