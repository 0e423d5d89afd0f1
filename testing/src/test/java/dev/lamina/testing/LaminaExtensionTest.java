package dev.lamina.testing;

import static dev.lamina.testing.LaminaAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.lamina.Building;
import dev.lamina.Container;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.WritableMount;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs small test classes, which are not run but from here. */
final class LaminaExtensionTest {
  private static final List<InMemoryImageStore> STORES = new ArrayList<>();
  private static boolean running;

  static boolean isRunning() {
    return running;
  }

  @BeforeEach
  void forget() {
    STORES.clear();
  }

  /** Returns what came of each test, and of the class if it failed, by name: empty if it passed. */
  private static List<Optional<Throwable>> run(Class<?> tests) {
    record Outcome(String name, Optional<Throwable> failure) {}
    List<Outcome> outcomes = new ArrayList<>();
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() || result.getThrowable().isPresent()) {
              outcomes.add(new Outcome(test.getDisplayName(), result.getThrowable()));
            }
          }
        };
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build();
    running = true;
    try {
      LauncherFactory.create().execute(request, listener);
    } finally {
      running = false;
    }
    return outcomes.stream()
        .sorted(Comparator.comparing(Outcome::name))
        .map(Outcome::failure)
        .toList();
  }

  @EnabledIf("dev.lamina.testing.LaminaExtensionTest#isRunning")
  @ExtendWith(LaminaExtension.class)
  static final class EachItsOwn {
    @BeforeEach
    void fill(ImageStore store) {
      Building unused = store.fromScratch();
      STORES.add((InMemoryImageStore) store);
    }

    @Test
    void one(InMemoryImageStore store) {
      STORES.add(store);
    }

    @Test
    void other(ImageStore store) {
      STORES.add((InMemoryImageStore) store);
    }

    @AfterEach
    void look(ImageStore store) {
      assertThat(store).hasImages(0);
    }
  }

  @Test
  void store_ofATest_isItsOwnAndClosedAfterIt() {
    assertThat(run(EachItsOwn.class)).containsExactly(Optional.empty(), Optional.empty());

    assertThat(STORES).hasSize(4);
    assertThat(STORES.get(1)).isSameAs(STORES.get(0));
    assertThat(STORES.get(3)).isSameAs(STORES.get(2)).isNotSameAs(STORES.get(0));
    for (InMemoryImageStore store : STORES) {
      org.assertj.core.api.Assertions.assertThatThrownBy(store::images)
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @EnabledIf("dev.lamina.testing.LaminaExtensionTest#isRunning")
  @ExtendWith(LaminaExtension.class)
  static final class LeavingMounts {
    @Test
    void closing(ImageStore store) {
      try (Mount mount = mount(store)) {
        assertThat(mount.root()).isNotNull();
      }
    }

    @Test
    void failing(ImageStore store) {
      Mount unused = mount(store);
      throw new IllegalStateException("the test's own");
    }

    @Test
    void leaving(ImageStore store) {
      Mount unused = mount(store);
    }

    @Test
    void leavingWritable(ImageStore store) throws IOException {
      mount(store).close();
      String name = store.create("app:1").command("a").named("c1").name();
      Mount unused = store.mount("app:1").readWrite();
      try (WritableMount mount = store.mountContainer(name)) {
        Files.writeString(mount.root().resolve("b"), "2");
        assertThat(mount.changes()).hasSize(1);
        assertThat(mount.commit().unnamed()).hasLayers(2);
      }
      Mount other = store.mountContainer(name);
    }

    private static Mount mount(ImageStore store) {
      SampleImage.withFile("/a", "1").into(store, "app:1");
      return store.mount("app:1").readOnly();
    }
  }

  @Test
  void mount_leftOpen_failsTheTest() {
    List<Optional<Throwable>> outcomes = run(LeavingMounts.class);

    assertThat(outcomes).hasSize(4);
    assertThat(outcomes.get(0)).isEmpty();
    assertThat(outcomes.get(1).orElseThrow())
        .hasMessage("the test's own")
        .hasNoSuppressedExceptions();
    assertThat(outcomes.get(2).orElseThrow())
        .isInstanceOf(AssertionError.class)
        .hasMessage("1 mount was left open: [app:1]; close each, best by try-with-resources");
    assertThat(outcomes.get(2).orElseThrow().getSuppressed()[0].getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("leaving"));
    assertThat(outcomes.get(3).orElseThrow())
        .hasMessageStartingWith("2 mounts were left open: [app:1, c1];");
  }

  @EnabledIf("dev.lamina.testing.LaminaExtensionTest#isRunning")
  static final class WithOptions {
    private static final TestClock CLOCK = TestClock.at(SampleImage.CREATED);

    @RegisterExtension
    static LaminaExtension lamina =
        LaminaExtension.inMemory()
            .withOptions(() -> StoreOptions.defaults().engineVersion("9"))
            .with(CLOCK)
            .withSeed(7);

    @Test
    void one(InMemoryImageStore store) {
      Container first = create(store);
      CLOCK.advance(Duration.ofHours(1));
      Container second = create(store);

      assertThat(second.created()).isEqualTo(first.created().plusSeconds(3600));
      assertThat(store.inspect(first.imageId()).toJson()).contains("\"DockerVersion\": \"9\"");
      try (ImageStore same =
          InMemoryImageStore.create(StoreOptions.defaults().random(new java.util.Random(7)))) {
        Container again = create(same);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.name()).isEqualTo(first.name());
      }
    }

    private static Container create(ImageStore store) {
      return store
          .create(SampleImage.withFile("/a", "1").and(i -> i.cmd("a")).into(store).id().toString())
          .unnamed();
    }
  }

  @Test
  void options_ofTheExtension_areTheStores() {
    assertThat(run(WithOptions.class)).containsExactly(Optional.empty());
  }

  @EnabledIf("dev.lamina.testing.LaminaExtensionTest#isRunning")
  @ExtendWith(LaminaExtension.class)
  static final class ForAllTests {
    @BeforeAll
    static void shared(ImageStore store) {}

    @Test
    void any() {}
  }

  @Test
  void parameter_ofNoSingleTest_isNotResolved() {
    List<Optional<Throwable>> outcomes = run(ForAllTests.class);

    assertThat(outcomes.get(0).orElseThrow()).hasMessageContaining("No ParameterResolver");
  }
}
