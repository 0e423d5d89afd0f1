package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Container;
import dev.lamina.ContainerInUseException;
import dev.lamina.ContainerNotFoundException;
import dev.lamina.ContainerStatus;
import dev.lamina.Containers;
import dev.lamina.ImageConfig;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.InvalidContainerNameException;
import dev.lamina.InvalidFilterException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.RemoveContainerOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How containers are created, run, listed and removed. */
public interface ContainerContract extends StoreContract {
  /** The image of most containers here. */
  TestImage APP = TestImage.withFile("app", "app").label("x").tagged("app:1");

  /** Opens a store that has the image. */
  default ImageStore newStoreWithImage() {
    ImageStore store = newStore();
    load(store, APP);
    return store;
  }

  private static List<String> names(Containers containers) {
    return containers.stream().map(Container::name).toList();
  }

  @Test
  default void create_named_isAsTheImageSaysAndAsSaid() {
    try (ImageStore store = newStoreWithImage()) {
      Container plain = store.create("app:1").named("plain");
      Container other =
          store
              .create(APP.id().toString())
              .command("serve", "all")
              .entrypoint(List.of("/bin/app"))
              .env("A", "1")
              .env("PATH", "/x")
              .label("team", "b")
              .user("1000:1000")
              .workingDir("/srv")
              .hostname("host")
              .named("other");

      assertThat(plain.id().toString()).matches("[0-9a-f]{64}");
      assertThat(plain.imageId()).isEqualTo(APP.id());
      assertThat(plain.imageName()).isEqualTo("app:1");
      assertThat(plain.status()).isEqualTo(ContainerStatus.CREATED);
      assertThat(plain.started()).isEmpty();
      assertThat(plain.finished()).isEmpty();
      assertThat(plain.exitCode()).isZero();
      assertThat(plain.config()).isEqualTo(store.image("app:1").config());
      assertThat(other.imageName()).isEqualTo(APP.id().toString());
      assertThat(other.config())
          .isEqualTo(
              ImageConfig.builder()
                  .entrypoint(List.of("/bin/app"))
                  .cmd(List.of("serve", "all"))
                  .env(List.of("A=1", "PATH=/x"))
                  .labels(Map.of("which", "x", "team", "b"))
                  .user("1000:1000")
                  .workingDir("/srv")
                  .build());
      assertThat(store.container("plain")).isEqualTo(plain);
      assertThat(store.lastUsed(APP.id())).isPresent();
      assertThat(store.info().containers()).containsEntry(ContainerStatus.CREATED, 2);
    }
  }

  @Test
  default void create_unnamed_isCalledByTwoWords() {
    try (ImageStore store = newStoreWithImage()) {
      Set<String> names = new HashSet<>();

      for (int i = 0; i < 20; i++) {
        names.add(store.create("app:1").unnamed().name());
      }

      assertThat(names).hasSize(20).allMatch(name -> name.matches("[a-z]+_[a-z]+[0-9]?"));
      assertThat(store.containers().count()).isEqualTo(20);
    }
  }

  @Test
  default void create_draft_isNotChangedByItsSteps() {
    try (ImageStore store = newStoreWithImage()) {
      var draft = store.create("app:1").env("A", "1");
      var unused = draft.env("B", "2").command("x");

      assertThat(draft.named("c1").config().env()).containsExactly("A=1", "PATH=/bin");
      assertThat(draft.named("c2").config().cmd()).containsExactly("/bin/sh");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a b", "-a", "a/b"})
  default void create_nameThatIsNone_isRefusedAsByTheEngine(String name) {
    try (ImageStore store = newStoreWithImage()) {
      assertThatThrownBy(() -> store.create("app:1").named(name))
          .isInstanceOf(InvalidContainerNameException.class)
          .hasMessage(
              "Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
      assertThat(store.containers()).isEmpty();
    }
  }

  @Test
  default void create_takenName_isRefusedAsByTheEngine() {
    try (ImageStore store = newStoreWithImage()) {
      Container first = store.create("app:1").named("c1");

      assertThatThrownBy(() -> store.create("app:1").named("/c1"))
          .isInstanceOf(InvalidContainerNameException.class)
          .hasMessage(
              "Conflict. The container name \"/c1\" is already in use by container \""
                  + first.id()
                  + "\". You have to remove (or rename) that container to be able to reuse that"
                  + " name.");
      store.removeContainer("c1");
      assertThat(store.create("app:1").named("c1").id()).isNotEqualTo(first.id());
    }
  }

  @Test
  default void create_withoutImageOrCommand_isRefusedAsByTheEngine() {
    try (ImageStore store = newStoreWithImage()) {
      assertThatThrownBy(() -> store.create("app"))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage("No such image: app:latest");
      assertThatThrownBy(() -> store.create("App")).isInstanceOf(InvalidReferenceException.class);
      assertThatThrownBy(() -> store.create("app:1").entrypoint(List.of("")).named("c1"))
          .isInstanceOf(ImageStoreException.class)
          .hasMessage("No command specified");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.create("app:1").env("", "x"))
          .withMessage("invalid environment variable: =x");
      assertThat(store.containers()).isEmpty();
    }
  }

  @Test
  default void create_sameNameByManyThreads_isGivenOnce()
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (ImageStore store = newStoreWithImage()) {
      List<Future<Boolean>> tries = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tries.add(
            threads.submit(
                () -> {
                  try {
                    store.create("app:1").named("c1");
                    return true;
                  } catch (InvalidContainerNameException e) {
                    return false;
                  }
                }));
      }
      int created = 0;
      for (Future<Boolean> attempt : tries) {
        created += attempt.get() ? 1 : 0;
      }

      assertThat(created).isEqualTo(1);
      assertThat(store.containers().count()).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void container_nameOrId_isFound() {
    try (ImageStore store = newStoreWithImage()) {
      Container container = store.create("app:1").named("web");
      String id = container.id().toString();

      for (String text : List.of("web", "/web", id, container.id().shortId(), id.substring(0, 1))) {
        assertThat(store.container(text)).as(text).isEqualTo(container);
        assertThat(store.inspectContainer(text).container()).as(text).isEqualTo(container);
      }
      assertThat(store.findContainer("we")).isEmpty();
      assertThat(store.findContainer("")).isEmpty();
    }
  }

  @Test
  default void container_beginningOfSeveralIds_isNotFound() {
    try (ImageStore store = newStoreWithImage()) {
      Set<String> digits = new HashSet<>();
      String digit;
      do {
        digit = store.create("app:1").unnamed().id().toString().substring(0, 1);
      } while (digits.add(digit));
      String ambiguous = digit;

      assertThat(store.findContainer(ambiguous)).isEmpty();
      assertThatThrownBy(() -> store.container(ambiguous))
          .isInstanceOf(ContainerNotFoundException.class)
          .hasMessage("No such container: " + ambiguous);
    }
  }

  @Test
  default void verbs_noSuchContainer_sayWhichAsTheEngine() {
    try (ImageStore store = newStoreWithImage()) {
      for (ThrowingCallable verb :
          List.<ThrowingCallable>of(
              () -> store.container("no"),
              () -> store.inspectContainer("no"),
              () -> store.start("no"),
              () -> store.pause("no"),
              () -> store.unpause("no"),
              () -> store.stop("no", 0),
              () -> store.rename("no", "other"),
              () -> store.removeContainer("no"))) {
        assertThatThrownBy(verb)
            .isInstanceOf(ContainerNotFoundException.class)
            .hasMessage("No such container: no");
      }
    }
  }

  @Test
  default void inspectContainer_json_hasWhatThePrintedHas() {
    try (ImageStore store = newStoreWithImage()) {
      Container container = store.create("app:1").named("web");

      assertThat(store.inspectContainer("web").json())
          .startsWith("{\n    \"Id\": \"" + container.id() + "\",\n")
          .contains("\n    \"Image\": \"" + APP.id() + "\",\n")
          .contains("\n    \"Name\": \"/web\",\n")
          .contains("\n        \"Hostname\": \"" + container.id().shortId() + "\",\n")
          .contains("\n        \"Image\": \"app:1\",\n")
          .contains("\n    \"Driver\": \"" + store.info().storage() + "\",\n");
    }
  }

  @Test
  default void states_oneAfterTheOther_areKept() {
    try (ImageStore store = newStoreWithImage()) {
      Instant before = store.create("app:1").named("c1").created();

      Container running = store.start("c1");
      assertThat(running.status()).isEqualTo(ContainerStatus.RUNNING);
      assertThat(running.started().orElseThrow()).isAfterOrEqualTo(before);
      assertThat(store.start("c1")).isEqualTo(running);
      assertThat(store.pause("c1").status()).isEqualTo(ContainerStatus.PAUSED);
      assertThat(store.unpause("c1")).isEqualTo(running);
      Container ended = store.stop("c1", 3);
      assertThat(ended.status()).isEqualTo(ContainerStatus.EXITED);
      assertThat(ended.exitCode()).isEqualTo(3);
      assertThat(ended.started()).isEqualTo(running.started());
      assertThat(ended.finished()).isPresent();
      assertThat(store.stop("c1", 4)).isEqualTo(ended);
      Container again = store.start("c1");
      assertThat(again.exitCode()).isZero();
      assertThat(again.finished()).isEqualTo(ended.finished());
      assertThat(store.container("c1")).isEqualTo(again);
    }
  }

  @Test
  default void stop_paused_endsIt() {
    try (ImageStore store = newStoreWithImage()) {
      store.create("app:1").named("c1");
      store.start("c1");
      store.pause("c1");

      assertThat(store.stop("c1", 0).status()).isEqualTo(ContainerStatus.EXITED);
    }
  }

  /** Each state, and what cannot be done in it. */
  @ParameterizedTest
  @CsvSource({
    "CREATED, pause, Container ID is not running",
    "CREATED, unpause, Container ID is not paused",
    "EXITED, pause, Container ID is not running",
    "EXITED, unpause, Container ID is not paused",
    "RUNNING, unpause, Container ID is not paused",
    "RUNNING, remove, You cannot remove a running container ID. Stop the container before"
        + " attempting removal or force remove",
    "PAUSED, start, 'cannot start a paused container, try unpause instead'",
    "PAUSED, pause, Container ID is already paused",
    "PAUSED, remove, You cannot remove a paused container ID. Unpause and then stop the container"
        + " before attempting removal or force remove",
  })
  default void verbs_stateThatForbidsThem_areRefusedAsByTheEngine(
      ContainerStatus status, String verb, String message) {
    try (ImageStore store = newStoreWithImage()) {
      Container container = store.create("app:1").named("c1");
      if (status != ContainerStatus.CREATED) {
        container = store.start("c1");
      }
      if (status == ContainerStatus.PAUSED) {
        container = store.pause("c1");
      } else if (status == ContainerStatus.EXITED) {
        container = store.stop("c1", 0);
      }

      assertThatThrownBy(
              () -> {
                switch (verb) {
                  case "start" -> store.start("c1");
                  case "pause" -> store.pause("c1");
                  case "unpause" -> store.unpause("c1");
                  default -> store.removeContainer("c1");
                }
              })
          .isInstanceOf(ContainerInUseException.class)
          .hasMessage(message.replace("ID", container.id().toString()))
          .extracting(e -> ((ContainerInUseException) e).container())
          .isEqualTo(container);
      assertThat(store.container("c1")).isEqualTo(container);
    }
  }

  @Test
  default void rename_otherName_isKnownByThatAlone() {
    try (ImageStore store = newStoreWithImage()) {
      Container container = store.create("app:1").named("old");
      store.create("app:1").named("next");

      Container renamed = store.rename("old", "/web");

      assertThat(renamed.name()).isEqualTo("web");
      assertThat(renamed.id()).isEqualTo(container.id());
      assertThat(store.container("web")).isEqualTo(renamed);
      // A name that could begin an ID would find the container again, once in so many.
      assertThat(store.findContainer("old")).isEmpty();
      assertThatThrownBy(() -> store.rename("next", "web"))
          .isInstanceOf(InvalidContainerNameException.class)
          .hasMessageStartingWith(
              "Error when allocating new name: Conflict. The container name \"/web\" is already in"
                  + " use by container \""
                  + container.id());
      assertThatThrownBy(() -> store.rename("web", "web"))
          .isInstanceOf(InvalidContainerNameException.class)
          .hasMessage("Renaming a container with the same name as its current name");
      assertThatThrownBy(() -> store.rename("web", ""))
          .isInstanceOf(InvalidContainerNameException.class)
          .hasMessage("Neither old nor new names may be empty");
    }
  }

  @Test
  default void removeContainer_anyState_leavesTheImage() {
    try (ImageStore store = newStoreWithImage()) {
      Container created = store.create("app:1").named("c1");
      store.create("app:1").named("c2");
      Container running = store.start("c2");

      assertThat(store.removeContainer("c1")).isEqualTo(created);
      assertThat(store.removeContainer("c2", RemoveContainerOption.FORCE)).isEqualTo(running);

      assertThat(store.containers()).isEmpty();
      assertThat(store.findContainer(created.id().toString())).isEmpty();
      assertThat(store.info().layers()).isEqualTo(1);
      store.mount("app:1").readOnly().close();
    }
  }

  @Test
  default void containers_selected_areNewestFirst() {
    TestImage base = TestImage.withFile("a", "1");
    TestImage leaf = base.child(TarBuilder.tar().file("b", "2"));
    try (ImageStore store = newStoreWithImage()) {
      load(store, base.tagged("base:1"), leaf.tagged("leaf:1"));
      store.create("base:1").label("k", "v").named("k0");
      store.create("leaf:1").named("k1");
      store.create("app:1").named("web");
      store.start("k1");
      store.start("web");
      store.pause("web");
      store.stop("k1", 5);

      Containers all = store.containers();
      assertThat(all.list())
          .isSortedAccordingTo(
              java.util.Comparator.comparing(Container::created)
                  .reversed()
                  .thenComparing(Container::id));
      assertThat(names(all)).containsExactlyInAnyOrder("web", "k1", "k0");
      assertThat(all).containsExactlyElementsOf(all.list());
      assertThat(all.first()).contains(all.list().get(0));
      assertThat(all.count()).isEqualTo(3);
      assertThat(names(all.running())).containsExactly("web");
      assertThat(names(all.status(ContainerStatus.CREATED, ContainerStatus.PAUSED)))
          .containsExactlyInAnyOrder("web", "k0");
      assertThat(names(all.ancestor("base:1"))).containsExactlyInAnyOrder("k1", "k0");
      assertThat(names(all.ancestor("base:1").ancestor("leaf:1"))).containsExactly("k1");
      assertThat(names(all.ancestor("base"))).isEmpty();
      assertThat(names(all.filter("exited=5"))).containsExactly("k1");
      assertThat(names(all.filter("name=^k", "label=k=v"))).containsExactly("k0");
      assertThat(names(all.filter("name=k").filter("name=1"))).containsExactly("k1");
      assertThat(names(store.containers())).hasSize(3);
    }
  }

  @Test
  default void containers_takenBefore_showWhatIsThereWhenAsked() {
    try (ImageStore store = newStoreWithImage()) {
      Containers containers = store.containers().filter("status=created", "before=c2");

      assertThatThrownBy(containers::list)
          .isInstanceOf(ContainerNotFoundException.class)
          .hasMessage("No such container: c2");
      store.create("app:1").named("c2");
      assertThat(containers.list()).isEmpty();
      assertThatThrownBy(() -> store.containers().filter("colour=red"))
          .isInstanceOf(InvalidFilterException.class)
          .hasMessage("Invalid filter 'colour'");
    }
  }

  @Test
  default void verbs_closedStore_areRefused() {
    ImageStore store = newStoreWithImage();
    Containers containers = store.containers();
    var creation = store.create("app:1");
    store.close();

    for (ThrowingCallable verb :
        List.<ThrowingCallable>of(
            store::containers,
            containers::list,
            () -> store.container("c1"),
            () -> store.inspectContainer("c1"),
            () -> store.create("app:1"),
            () -> creation.named("c1"),
            () -> store.start("c1"),
            () -> store.pause("c1"),
            () -> store.unpause("c1"),
            () -> store.stop("c1", 0),
            () -> store.rename("c1", "c2"),
            () -> store.removeContainer("c1"))) {
      assertThatIllegalStateException().isThrownBy(verb).withMessageContaining("closed");
    }
  }
}
