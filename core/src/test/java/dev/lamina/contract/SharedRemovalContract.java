package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.files;
import static dev.lamina.contract.StoreContract.ids;
import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Container;
import dev.lamina.ContainerStatus;
import dev.lamina.HistoryEntry;
import dev.lamina.Image;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.Images;
import dev.lamina.Lease;
import dev.lamina.Mount;
import dev.lamina.Mounting;
import dev.lamina.Progress;
import dev.lamina.ProgressEvent;
import dev.lamina.ProgressListener.Answer;
import dev.lamina.RemoveOption;
import dev.lamina.contract.OciLayout.Descriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of those who use an image that somebody removes who has the same store open. */
@Timeout(60)
public interface SharedRemovalContract {
  /** The image that is removed. */
  TestImage REMOVED =
      TestImage.of(tar().file("a", "1"), tar().file("b", "2")).label("removed").tagged("gone:1");

  /** An image of the same layers that stays. */
  TestImage SIBLING = REMOVED.label("sibling").tagged("sibling:1");

  /** An image of another layer that stays. */
  TestImage KEPT = TestImage.withFile("c", "3").tagged("kept:1");

  /** Returns where a store can be made. */
  Path root();

  /** Returns an empty directory of the default file system for archives. */
  Path directory();

  /** Opens the store in a directory, or makes it. */
  ImageStore open(Path root);

  /** Opens the store in a directory, or makes it, with a clock. */
  ImageStore open(Path root, Clock clock);

  /** A clock that does something, once, when it is next asked. */
  final class BusyClock extends Clock {
    private static final Runnable NOTHING = () -> {};
    private final AtomicReference<Runnable> next = new AtomicReference<>(NOTHING);

    void onNext(Runnable action) {
      next.set(action);
    }

    @Override
    public Instant instant() {
      next.getAndSet(NOTHING).run();
      return Instant.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Collects bytes, and does something when the first of them come. */
  final class BusyStream extends ByteArrayOutputStream {
    private final AtomicReference<Runnable> next;

    BusyStream(Runnable action) {
      this.next = new AtomicReference<>(action);
    }

    @Override
    public void write(int b) {
      next.getAndSet(BusyClock.NOTHING).run();
      super.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      next.getAndSet(BusyClock.NOTHING).run();
      super.write(bytes, offset, length);
    }
  }

  /** Makes the store. */
  private Path rootWith(TestImage... images) {
    Path root = root();
    try (ImageStore store = open(root)) {
      load(store, images);
    }
    return root;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  default void mount_removedBeforeTheLastWord_isNotFound(boolean layersStay) {
    Path root = layersStay ? rootWith(REMOVED, SIBLING) : rootWith(REMOVED, KEPT);
    try (ImageStore store = open(root);
        ImageStore other = open(root)) {
      Mounting mounting = store.mount("gone:1");
      other.remove("gone:1");

      assertThatThrownBy(mounting::readOnly).isInstanceOf(ImageNotFoundException.class);
      assertThat(store.lastUsed(REMOVED.id())).isEmpty();
    }
  }

  /** How images are listed. */
  enum Asked {
    /** All of them. */
    ALL(Images::all),
    /** Those that are shown. */
    LIST(Images::list),
    /** The newest. */
    FIRST(images -> images.first().stream().toList()),
    /** Those in which a file is. */
    CONTAINING(images -> images.containing("/c").list());

    private final Function<Images, List<Image>> question;

    Asked(Function<Images, List<Image>> question) {
      this.question = question;
    }
  }

  /** The clock is asked when the state is known, and before any file has been read. */
  @ParameterizedTest
  @EnumSource
  default void images_removedWhileTheyAreListed_areThereIfNoFileIsNeeded(Asked asked) {
    TestImage removed = REMOVED.created("2024-06-01T00:00:00Z");
    Path root = rootWith(removed, KEPT);
    BusyClock clock = new BusyClock();
    try (ImageStore store = open(root, clock);
        ImageStore other = open(root)) {
      clock.onNext(() -> other.remove("gone:1"));

      List<Image> images = asked.question.apply(store.images());

      assertThat(ids(images).contains(removed.id())).isNotEqualTo(asked == Asked.CONTAINING);
      assertThat(other.findImage("gone:1")).isEmpty();
      images.stream()
          .filter(image -> image.id().equals(removed.id()))
          .forEach(
              image ->
                  assertThatThrownBy(image::config).isInstanceOf(ImageNotFoundException.class));
    }
  }

  @Test
  default void images_listedBeforeTheyAreRemoved_keepWhatWasRead() {
    try (ImageStore store = open(rootWith(REMOVED, KEPT))) {
      Image image = store.images().matching("gone").first().orElseThrow();
      List<HistoryEntry> history = image.history();
      store.remove("gone:1");

      assertThat(image.history()).isEqualTo(history);
      assertThat(image.toBuilder().build()).isEqualTo(image);
    }
  }

  /** Says what it finds, or that there is nothing; never that the store is damaged. */
  @Test
  default void questions_whileAnotherLoadsAndRemoves_areAnsweredOrNotFound()
      throws InterruptedException, ExecutionException {
    Path root = rootWith(KEPT);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (ImageStore changing = open(root)) {
      Future<?> changes =
          thread.submit(
              () -> {
                for (int i = 0; i < 40; i++) {
                  load(changing, REMOVED);
                  changing.remove("gone:1");
                }
              });
      do {
        try (ImageStore fresh = open(root)) {
          ask(fresh);
        }
      } while (!changes.isDone());
      changes.get();
    } finally {
      thread.shutdownNow();
    }
  }

  private static void ask(ImageStore store) {
    assertThat(ids(store.images())).contains(KEPT.id());
    store.findImage("gone:1").ifPresent(image -> assertThat(image.id()).isEqualTo(REMOVED.id()));
    try {
      assertThat(store.inspect("gone:1").image().id()).isEqualTo(REMOVED.id());
      assertThat(store.history("gone:1")).hasSize(2);
      try (Mount mount = store.mount("gone:1").readOnly()) {
        assertThat(TreeText.of(mount.root())).containsExactly("a = 1", "b = 2");
      }
      store.save("gone:1").ociArchive().to(new ByteArrayOutputStream());
    } catch (ImageNotFoundException e) {
      // What a save says is the engine's, too.
      assertThat(e.getMessage()).matches("No such image: .*|reference does not exist");
    }
  }

  private static byte[] oci(Packing packing, TestImage image) {
    return OciLayout.of(packing).with(image).tar();
  }

  /**
   * What the store has is not received again, a layer in the form that the archive's manifest
   * names: when it goes meanwhile, the new image must not be without it.
   */
  @ParameterizedTest
  @CsvSource({"new, false", "new, true", "removed, false", "removed, true"})
  default void load_removedSinceItWasPlanned_isWhole(String label, boolean otherFormStays)
      throws IOException {
    Path root = root();
    TestImage image = REMOVED.label(label).tagged("new:1");
    Path archive = directory().resolve("new.tar");
    Files.write(archive, oci(Packing.ZSTD, image));
    boolean[] removed = {false};
    try (ImageStore store = open(root);
        ImageStore other = open(root)) {
      store.load(new ByteArrayInputStream(oci(Packing.ZSTD, REMOVED)));
      if (otherFormStays) {
        store.load(new ByteArrayInputStream(oci(Packing.GZIP, SIBLING)));
      }
      Progress progress =
          Progress.to(
              event -> {
                if (event instanceof ProgressEvent.Planned && !removed[0]) {
                  other.remove("gone:1");
                  removed[0] = true;
                }
                return Answer.CONTINUE;
              });

      List<Image> loaded = store.load(archive, progress);

      assertThat(removed[0]).isTrue();
      assertThat(ids(loaded)).containsExactly(image.id());
      store.save("new:1").ociArchive().to(directory().resolve("saved.tar"));
      other.remove("new:1");
      assertThat(ids(other.load(directory().resolve("saved.tar")))).containsExactly(image.id());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void save_removedWhileItIsWritten_isWhole(SaveContract.Form form) {
    Path root = root();
    OciLayout layout = OciLayout.of(Packing.GZIP);
    Descriptor index = layout.attested(layout.manifest(REMOVED));
    try (ImageStore store = open(root);
        ImageStore other = open(root)) {
      load(store, KEPT);
      List<String> before = blobs(store);
      store.load(new ByteArrayInputStream(layout.withNamed(index, List.of("gone:1")).tar()));
      byte[] whole = SaveContract.bytes(form.of(store.save("gone:1")));
      BusyStream out = new BusyStream(() -> other.remove("gone:1"));

      form.of(store.save("gone:1")).to(out);

      assertThat(out.toByteArray()).isEqualTo(whole);
      assertThat(ids(store.images())).containsExactly(KEPT.id());
      assertThat(blobs(store)).isEqualTo(before);
    }
  }

  @Test
  default void export_removedWhileItIsWritten_isWhole() {
    Path root = rootWith(REMOVED, KEPT);
    try (ImageStore store = open(root);
        ImageStore other = open(root)) {
      store.create("gone:1").named("c1");
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      store.export("c1").to(whole);
      BusyStream out =
          new BusyStream(
              () -> {
                other.remove("gone:1", RemoveOption.FORCE);
                other.removeContainer("c1");
              });

      store.export("c1").to(out);

      assertThat(out.toByteArray()).isEqualTo(whole.toByteArray());
      assertThat(store.info().layers()).isEqualTo(1);
    }
  }

  /** Returns the files that hold contents. */
  private static List<String> blobs(ImageStore store) {
    return files(store).stream()
        .filter(file -> file.matches("(blobs|layers|staging|leases).*[^/]"))
        .toList();
  }

  @Test
  default void close_leaseAfterItsStore_doesNothing() {
    Path root = rootWith(REMOVED);
    Lease lease;
    try (ImageStore store = open(root)) {
      lease = store.lease("gone:1");
    }

    lease.close();
    lease.close();

    assertThat(lease.image()).isEqualTo(REMOVED.id());
  }

  @Test
  default void close_store_endsItsLeasesAndTheContainersTiedToThem() {
    Path root = rootWith(KEPT);
    try (ImageStore other = open(root)) {
      List<String> before = blobs(other);
      load(other, REMOVED);
      Lease lease;
      try (ImageStore store = open(root)) {
        lease = store.lease("gone:1");
        store.create("gone:1").named("c1");
        store.start("c1", lease);
        assertThat(other.container("c1").status()).isEqualTo(ContainerStatus.RUNNING);
      }

      Container ended = other.container("c1");
      assertThat(ended.status()).isEqualTo(ContainerStatus.EXITED);
      assertThat(ended.exitCode()).isEqualTo(137);
      other.removeContainer("c1");
      other.remove("gone:1");
      assertThat(blobs(other)).isEqualTo(before);
      lease.close();
    }
  }

  @Test
  default void close_store_leavesTheLeasesOfOthers() {
    Path root = rootWith(REMOVED);
    try (ImageStore store = open(root);
        Lease lease = store.lease("gone:1")) {
      open(root).close();
      try (ImageStore other = open(root)) {
        other.remove("gone:1");
      }

      assertThat(lease.image()).isEqualTo(REMOVED.id());
      String layer = REMOVED.diffIds().get(0).hex();
      assertThat(Files.exists(root.resolve("layers").resolve(layer + ".index"))).isTrue();
    }
  }
}
