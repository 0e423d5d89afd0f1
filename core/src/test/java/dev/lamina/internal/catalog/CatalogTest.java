package dev.lamina.internal.catalog;

import static dev.lamina.internal.catalog.CatalogExamples.adding;
import static dev.lamina.internal.catalog.CatalogExamples.contents;
import static dev.lamina.internal.catalog.CatalogExamples.image;
import static dev.lamina.internal.catalog.CatalogExamples.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.CorruptStoreException;
import dev.lamina.Durability;
import dev.lamina.ImageStoreException;
import dev.lamina.OperationCancelledException;
import dev.lamina.faults.Faults;
import dev.lamina.faults.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class CatalogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path root;

  private Catalog open() {
    return Catalog.open(root, Durability.FAST, PATIENCE);
  }

  private Path journal() {
    return root.resolve("catalog/journal");
  }

  @Test
  void open_newRoot_isEmpty() throws IOException {
    try (Catalog catalog = open()) {
      assertThat(catalog.state().sequence()).isZero();
      assertThat(contents(catalog.state())).isEmpty();
    }

    assertThat(Files.readString(journal()))
        .endsWith(
            "{\"format\":\"lamina-catalog\",\"version\":1,\"generation\":1,\"snapshot\":0}\n");
  }

  @Test
  void open_missingRoot_isRefused() {
    assertThatThrownBy(() -> Catalog.open(root.resolve("no"), Durability.FAST, PATIENCE))
        .isInstanceOf(ImageStoreException.class)
        .hasMessage("cannot open the store " + root.resolve("no") + ": no such file");
  }

  @Test
  void open_leftOversOfAKilledCreation_areTakenOver() throws IOException {
    Files.createDirectory(root.resolve("catalog.new"));
    Files.writeString(root.resolve("catalog.new/journal.new"), "0 12");

    try (Catalog catalog = open()) {
      assertThat(catalog.commit(state -> adding(1)).imageCount()).isEqualTo(1);
    }

    assertThat(root.resolve("catalog.new")).doesNotExist();
  }

  @Test
  void open_posix_isForOwnerOnly() throws IOException {
    Assumptions.assumeTrue(Files.getFileStore(root).supportsFileAttributeView("posix"), "no modes");
    try (Catalog catalog = open()) {
      catalog.commit(state -> adding(1));
    }

    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> !f.equals(root)).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .endsWith("------");
      }
    }
  }

  @Test
  void commit_nothing_writesNothing() throws IOException {
    try (Catalog catalog = open()) {
      catalog.commit(state -> adding(1));
      long size = Files.size(journal());

      assertThat(catalog.commit(state -> Transaction.of()).sequence()).isEqualTo(1);

      assertThat(Files.size(journal())).isEqualTo(size);
    }
  }

  @Test
  void commit_changeThrows_changesNothingAndFreesTheLock() {
    try (Catalog catalog = open();
        Catalog other = open()) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  catalog.commit(
                      state -> {
                        throw new IllegalStateException("moved on");
                      }))
          .withMessage("moved on");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  catalog.commit(
                      state -> Transaction.of(new Change.PutReference("a", image(1).id()))));

      assertThat(other.commit(state -> adding(1)).sequence()).isEqualTo(1);
      assertThat(catalog.state().sequence()).isEqualTo(1);
    }
  }

  @Test
  void decide_answer_isReturnedAfterTheCommit() {
    try (Catalog catalog = open()) {
      catalog.commit(state -> adding(1));

      boolean untagged =
          catalog.decide(
              state ->
                  new Decision<>(
                      Transaction.of(new Change.RemoveReference(reference(1))),
                      state.target(reference(1)).isPresent()));

      assertThat(untagged).isTrue();
      assertThat(catalog.state().target(reference(1))).isEmpty();
    }
  }

  @Test
  void commit_insideACommit_isRefusedAndTheInnerOneStays() {
    try (Catalog catalog = open();
        Catalog other = open()) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  catalog.commit(
                      state -> {
                        other.commit(inner -> adding(1));
                        return adding(2);
                      }))
          .withMessageContaining("has been changed while it was locked");

      assertThat(catalog.state().sequence()).isEqualTo(1);
      assertThat(catalog.state().target(reference(1))).isPresent();
      assertThat(catalog.commit(state -> adding(3)).sequence()).isEqualTo(2);
    }
  }

  @Test
  void commit_underTheLock_isPossible() {
    try (Catalog catalog = open()) {
      long sequence =
          catalog
              .lock()
              .holding(
                  () -> {
                    catalog.commit(state -> adding(1));
                    return catalog.commit(state -> adding(2)).sequence();
                  });

      assertThat(sequence).isEqualTo(2);
    }
  }

  @Test
  void state_ofAnotherInstance_followsEachCommitAndCompaction() {
    try (Catalog writer = open();
        Catalog reader = open()) {
      for (int i = 1; i <= 60; i++) {
        int number = i;
        StoreState written = writer.commit(state -> adding(number));
        if (i % 7 == 0) {
          writer.compact();
        }
        assertThat(reader.state().sequence()).isEqualTo(i);
        assertThat(contents(reader.state())).isEqualTo(contents(written));
      }
    }
  }

  @Test
  void state_unchanged_isTheSameObject() {
    try (Catalog catalog = open()) {
      catalog.commit(state -> adding(1));

      assertThat(catalog.state()).isSameAs(catalog.state());
    }
  }

  // A line that could not be forced is cut off again, but a reader may have seen it.
  @Test
  void state_lineReplacedByOneOfTheSameSize_isReadAnew() throws IOException {
    try (Catalog writer = open();
        Catalog reader = open()) {
      writer.commit(state -> adding(1));
      byte[] before = Files.readAllBytes(journal());
      writer.commit(state -> adding(2));
      long size = Files.size(journal());
      assertThat(reader.state().target(reference(2))).isPresent();
      Files.write(journal(), before);

      writer.commit(state -> adding(3));

      assertThat(Files.size(journal())).isEqualTo(size);
      assertThat(reader.state().target(reference(2))).isEmpty();
      assertThat(reader.state().target(reference(3))).isPresent();
    }
  }

  @Test
  void state_tornLineReplacedWhileItIsRead_isReadAgain() throws IOException {
    try (Catalog writer = open()) {
      writer.commit(state -> adding(1));
      Files.writeString(journal(), "x".repeat(200_000), StandardOpenOption.APPEND);
      AtomicInteger reads = new AtomicInteger();
      Faults watch =
          Faults.none(
              call -> {
                if (call.equals("read journal") && reads.incrementAndGet() == 2) {
                  for (int i = 2; i <= 300; i++) {
                    int number = i;
                    writer.commit(state -> adding(number));
                  }
                }
              });

      try (Catalog reader =
          Catalog.open(FaultyFileSystem.over(root, watch), Durability.FAST, PATIENCE)) {
        assertThat(contents(reader.state())).isEqualTo(contents(writer.state()));
      }

      assertThat(reads.get()).isGreaterThan(2);
      assertThat(writer.state().sequence()).isEqualTo(300);
    }
  }

  @Test
  void commit_manyThreadsAndInstances_losesNothing() throws Exception {
    int threads = 4;
    int commits = 60;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Catalog one = Catalog.open(root, Durability.FAST, PATIENCE, 20_000);
        Catalog two = Catalog.open(root, Durability.FAST, PATIENCE, 20_000)) {
      List<Future<Void>> futures = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Catalog catalog = t % 2 == 0 ? one : two;
        int base = t * 1000;
        Callable<Void> work =
            () -> {
              for (int i = 0; i < commits; i++) {
                int number = base + i;
                catalog.commit(state -> adding(number));
                assertThat(catalog.state().target(reference(number))).isPresent();
              }
              return null;
            };
        futures.add(pool.submit(work));
      }
      for (Future<Void> future : futures) {
        future.get();
      }

      assertThat(one.state().sequence()).isEqualTo((long) threads * commits);
      assertThat(one.state().imageCount()).isEqualTo(threads * commits);
      assertThat(contents(two.state())).isEqualTo(contents(one.state()));
    } finally {
      pool.shutdownNow();
    }
  }

  /** One image at a time is there, with the number of the commit: anything else is a mixture. */
  @Test
  void state_duringCommitsAndCompactions_isAlwaysOneThatWasCommitted() throws Exception {
    AtomicBoolean isDone = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try (Catalog writer = Catalog.open(root, Durability.FAST, PATIENCE, 3000)) {
      List<Future<Long>> readers = new ArrayList<>();
      for (int r = 0; r < 2; r++) {
        readers.add(
            pool.submit(
                () -> {
                  long last = 0;
                  try (Catalog reader = open()) {
                    while (!isDone.get()) {
                      StoreState state = reader.state();
                      assertThat(state.sequence()).isGreaterThanOrEqualTo(last);
                      last = state.sequence();
                      String name = reference((int) last);
                      assertThat(state.references().map(ReferenceRecord::reference))
                          .isEqualTo(last == 0 ? List.of() : List.of(name));
                    }
                  }
                  return last;
                }));
      }
      for (int i = 1; i <= 400; i++) {
        int number = i;
        writer.commit(
            state -> {
              List<Change> changes = new ArrayList<>();
              state
                  .references()
                  .forEach(r -> changes.add(new Change.RemoveReference(r.reference())));
              state.images().forEach(old -> changes.add(new Change.RemoveImage(old.id())));
              state.layers().forEach(old -> changes.add(new Change.RemoveLayer(old.diffId())));
              changes.addAll(adding(number).changes());
              return new Transaction(changes);
            });
      }
      isDone.set(true);
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isBetween(0L, 400L);
      }
    } finally {
      isDone.set(true);
      pool.shutdownNow();
    }
  }

  @Test
  void open_readOnlyRoot_readsAndRefusesChanges() throws IOException {
    Path zip = root.resolve("store.zip");
    Path store = Files.createDirectory(root.resolve("store"));
    try (Catalog catalog = Catalog.open(store, Durability.FAST, PATIENCE)) {
      catalog.commit(state -> adding(1));
    }
    try (FileSystem out = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Files.createDirectory(out.getPath("/catalog"));
      Files.copy(store.resolve("catalog/journal"), out.getPath("/catalog/journal"));
    }
    Files.setPosixFilePermissions(zip, PosixFilePermissions.fromString("r--r--r--"));

    try (FileSystem in = FileSystems.newFileSystem(zip, Map.of("accessMode", "readOnly"));
        Catalog catalog = Catalog.open(in.getPath("/"), Durability.FAST, PATIENCE)) {
      Assumptions.assumeTrue(in.isReadOnly(), "this JDK or this user can write the file");
      assertThat(catalog.state().imageCount()).isEqualTo(1);
      assertThatThrownBy(() -> catalog.commit(state -> adding(2)))
          .isInstanceOf(ImageStoreException.class)
          .hasMessageStartingWith("cannot lock the store /, which can only be read: ");
      assertThat(catalog.state().imageCount()).isEqualTo(1);
    }
  }

  @Test
  void open_rootWithoutLock_readsAndRefusesChanges() throws IOException {
    try (Catalog catalog = open()) {
      catalog.commit(state -> adding(1));
    }
    Files.delete(root.resolve("lock"));
    Files.createDirectory(root.resolve("lock"));

    try (Catalog catalog = open()) {
      assertThat(catalog.state().imageCount()).isEqualTo(1);
      assertThatThrownBy(() -> catalog.commit(state -> adding(2)))
          .isInstanceOf(ImageStoreException.class)
          .hasMessageStartingWith("cannot lock the store " + root + ", which can only be read: ");
      assertThat(catalog.state().imageCount()).isEqualTo(1);
    }
  }

  @Test
  void interrupted_beforeStateOrCommit_isCancelledAndLeavesNothing() throws IOException {
    try (Catalog catalog = open()) {
      catalog.commit(state -> adding(1));
      long size = Files.size(journal());

      Thread.currentThread().interrupt();
      assertThatThrownBy(catalog::state).isInstanceOf(OperationCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> catalog.commit(state -> adding(2)))
          .isInstanceOf(OperationCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(
              () ->
                  catalog.commit(
                      state -> {
                        Thread.currentThread().interrupt();
                        return adding(2);
                      }))
          .isInstanceOf(OperationCancelledException.class)
          .hasMessageContaining("nothing was changed");
      assertThat(Thread.interrupted()).isTrue();

      assertThat(Files.size(journal())).isEqualTo(size);
      assertThat(catalog.state().sequence()).isEqualTo(1);
      assertThat(catalog.commit(state -> adding(3)).sequence()).isEqualTo(2);
    }
  }

  @Test
  void inMemory_anyConfiguration_works() throws IOException {
    for (Configuration configuration :
        List.of(Configuration.unix(), Configuration.osX(), Configuration.windows())) {
      try (FileSystem memory = Jimfs.newFileSystem(configuration)) {
        Path store =
            Files.createDirectory(memory.getRootDirectories().iterator().next().resolve("s"));
        try (Catalog one = Catalog.open(store, Durability.FULL, PATIENCE);
            Catalog two = Catalog.open(store, Durability.FULL, PATIENCE)) {
          one.commit(state -> adding(1));
          two.compact();
          two.commit(state -> adding(2));

          assertThat(one.state().sequence()).isEqualTo(2);
        }
      }
    }
  }

  @Test
  void close_thenUse_isRefused() {
    Catalog catalog = open();
    catalog.close();
    catalog.close();

    assertThatIllegalStateException().isThrownBy(catalog::state);
    assertThatIllegalStateException().isThrownBy(() -> catalog.commit(state -> adding(1)));
  }

  @Test
  void state_damagedLater_isReportedEachTime() throws IOException {
    try (Catalog catalog = open()) {
      catalog.commit(state -> adding(1));
      catalog.commit(state -> adding(2));
      Files.writeString(journal(), "nothing");

      assertThatThrownBy(catalog::state).isInstanceOf(CorruptStoreException.class);
      assertThatThrownBy(() -> catalog.commit(state -> adding(3)))
          .isInstanceOf(CorruptStoreException.class);
      assertThat(Files.readString(journal())).isEqualTo("nothing");
    }
  }

  @Test
  void names_onDisk_areFitForAnyFileSystem() throws IOException {
    try (Catalog catalog = open()) {
      catalog.commit(state -> adding(1));
      catalog.compact();
    }

    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)))
          .extracting(f -> root.relativize(f).toString())
          .containsExactlyInAnyOrder("catalog/journal", "lock", "lock.owner");
    }
  }

  @Test
  void onCommit_changes_isToldOfEachOfItsOwn() {
    AtomicInteger told = new AtomicInteger();
    try (Catalog catalog = open();
        Catalog other = open()) {
      catalog.onCommit(told::incrementAndGet);

      catalog.commit(state -> adding(1));
      catalog.commit(state -> Transaction.of());
      other.commit(state -> adding(2));
      String answer = catalog.decide(state -> new Decision<>(adding(3), "done"));

      assertThat(told).hasValue(2);
      assertThat(answer).isEqualTo("done");
    }
  }
}
