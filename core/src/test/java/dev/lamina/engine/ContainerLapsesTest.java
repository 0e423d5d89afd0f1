package dev.lamina.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ContainerInUseException;
import dev.lamina.ContainerStatus;
import dev.lamina.Digest;
import dev.lamina.Durability;
import dev.lamina.ImageId;
import dev.lamina.Lease;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.EventRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that run on a lease end with it. */
final class ContainerLapsesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Digest IMAGE = Digest.parse("sha256:" + "a".repeat(64));

  @TempDir private Path root;

  private final Held held = new Held();
  private Catalog catalog;
  private ContainerLapses lapses;
  private ContainerStates states;

  /** The leases of a test, called like their images. */
  private static final class Held implements LeaseHolders {
    private final Set<String> ids = new HashSet<>();

    Lease take(String id) {
      ids.add(id);
      return new Lease() {
        @Override
        public ImageId image() {
          return new ImageId(IMAGE);
        }

        @Override
        public void close() {
          ids.remove(id);
        }

        @Override
        public String toString() {
          return id;
        }
      };
    }

    @Override
    public String idOf(Lease lease) {
      return lease.toString();
    }

    @Override
    public boolean isHeld(String leaseId) {
      return ids.contains(leaseId);
    }
  }

  @BeforeEach
  void open() {
    catalog = Catalog.open(root, Durability.FAST, Duration.ZERO);
    lapses = new ContainerLapses(catalog, held, CLOCK);
    states = new ContainerStates(new ContainerChanges(catalog, lapses, CLOCK), held, CLOCK);
    create("c1");
    create("c2");
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private void create(String name) {
    StoreState unused =
        catalog.commit(
            state ->
                Transaction.of(
                    new Change.PutContainer(
                        new ContainerRecord(
                            name.substring(1).repeat(64),
                            name,
                            IMAGE,
                            "app",
                            List.of(),
                            "{}",
                            Map.of("k", "v"),
                            NOW,
                            ContainerRecord.CREATED,
                            Optional.empty(),
                            Optional.empty(),
                            0,
                            ""))));
  }

  private ContainerRecord container(StoreState state, String name) {
    return state.containerNamed(name).orElseThrow();
  }

  @Test
  void state_leaseHeld_leavesTheContainerRunning() {
    Lease lease = held.take("L1");
    states.start("c1", lease);

    StoreState state = lapses.state();

    assertThat(container(state, "c1").status()).isEqualTo(ContainerRecord.RUNNING);
    assertThat(container(state, "c1").lease()).isEqualTo("L1");
    assertThat(state.sequence()).isEqualTo(catalog.state().sequence());
  }

  @Test
  void state_leaseGone_endsTheContainerOnceAndTellsOfIt() {
    Lease lease = held.take("L1");
    states.start("c1", lease);
    states.start("c2");
    lease.close();

    ContainerRecord ended = container(lapses.state(), "c1");

    assertThat(ended.status()).isEqualTo(ContainerRecord.EXITED);
    assertThat(ended.exitCode()).isEqualTo(137);
    assertThat(ended.finished()).contains(NOW);
    assertThat(ended.lease()).isEmpty();
    assertThat(container(catalog.state(), "c1")).isEqualTo(ended);
    assertThat(container(catalog.state(), "c2").isRunning()).isTrue();
    long sequence = catalog.state().sequence();
    assertThat(lapses.state().sequence()).isEqualTo(sequence);
    List<EventRecord> events = catalog.state().eventsFrom(3).toList();
    assertThat(events).hasSize(1);
    assertThat(events.get(0).action()).isEqualTo("die");
    assertThat(events.get(0).attributes())
        .isEqualTo(Map.of("exitCode", "137", "name", "c1", "image", "app", "k", "v"));
  }

  @Test
  void state_pausedOnALeaseThatIsGone_hasEnded() {
    Lease lease = held.take("L1");
    states.start("c1", lease);
    states.pause("c1");
    lease.close();

    assertThat(container(lapses.state(), "c1").status()).isEqualTo(ContainerRecord.EXITED);
    assertThatThrownBy(() -> states.unpause("c1"))
        .isInstanceOf(ContainerInUseException.class)
        .hasMessage("Container " + "1".repeat(64) + " is not paused");
  }

  @Test
  void state_thatCannotBeWritten_showsTheEnd() {
    Lease lease = held.take("L1");
    states.start("c1", lease);
    lease.close();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      StoreState shown =
          catalog
              .lock()
              .holding(
                  () -> {
                    Future<StoreState> state = other.submit(lapses::state);
                    try {
                      return state.get();
                    } catch (InterruptedException | ExecutionException e) {
                      throw new AssertionError(e);
                    }
                  });

      assertThat(container(shown, "c1").status()).isEqualTo(ContainerRecord.EXITED);
      assertThat(container(catalog.state(), "c1").status()).isEqualTo(ContainerRecord.RUNNING);
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void start_afterTheLeaseIsGone_isPossibleAgain() {
    Lease lease = held.take("L1");
    states.start("c1", lease);
    lease.close();

    assertThat(states.start("c1", held.take("L2")).status()).isEqualTo(ContainerStatus.RUNNING);
    assertThat(container(catalog.state(), "c1").lease()).isEqualTo("L2");
    assertThat(container(catalog.state(), "c1").exitCode()).isZero();
  }

  @Test
  void start_onALease_isRefusedWhereItCannotHold() {
    Lease closed = held.take("L1");
    closed.close();
    states.start("c1");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> states.start("c2", closed))
        .withMessageContaining("lease has been closed");
    assertThatThrownBy(() -> states.start("c1", held.take("L2")))
        .isInstanceOf(ContainerInUseException.class)
        .hasMessage("Container " + "1".repeat(64) + " is already running");
  }
}
