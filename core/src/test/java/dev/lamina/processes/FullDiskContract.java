package dev.lamina.processes;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Mount;
import dev.lamina.StorageChoice;
import dev.lamina.StoreOptions;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk with no space, no files, or no right to write left. */
@Timeout(300)
public interface FullDiskContract {
  /** The size of a page of memory, in which a disk in memory is counted. */
  int PAGE = 4096;

  /** Returns the name of the storage. */
  String storage();

  /** Returns an empty directory of the default file system. */
  Path directory();

  private static TestImage large() {
    byte[] noise = new byte[700_000];
    new Random(5).nextBytes(noise);
    return TestImage.of(tar().file("noise", noise), tar().file("d/e/f", "1").file("g", "2"))
        .tagged("large:1", "large:2");
  }

  /** Returns whether the storage mounts nothing without a directory of its own in the store. */
  default boolean mountsInTheStore() {
    return false;
  }

  private ImageStore open(Path root) {
    return ImageStore.open(root, StorageChoice.of(storage()), StoreOptions.defaults());
  }

  /** What is left of a resource of a disk is raised step by step, until there is enough. */
  @ParameterizedTest
  @ValueSource(strings = {"size", "nr_inodes"})
  default void load_diskTooSmall_failsAndLeavesAllAsItWas(String limit) throws IOException {
    byte[] archive = Dialect.DOCKER_SAVE_25.write(large());
    boolean isSize = limit.equals("size");
    int failures = 0;
    try (Disk disk = Disk.inMemory(directory(), "size=64m,nr_inodes=10000,mode=700");
        ImageStore store = open(disk.path().resolve("store"))) {
      store.load(new ByteArrayInputStream(StepImages.archive(0, "there:1")));
      store.create("there:1").command("x").named("box");
      store.mountContainer("box").close();
      store.load(new ByteArrayInputStream(archive));
      store.remove("large:1");
      store.remove("large:2");
      List<String> before = Picture.of(store);
      for (int more = 0; ; more += isSize ? 7 : 1) {
        disk.remount(
            isSize
                ? "size=" + (used(disk) + (long) more * PAGE)
                : "nr_inodes=" + (files(disk) + more));
        boolean isLoaded = false;
        try {
          store.load(new ByteArrayInputStream(archive));
          isLoaded = true;
        } catch (ImageStoreException e) {
          assertThat(e.getMessage())
              .containsIgnoringCase("no space left") // said by the system, or by us beforehand
              .contains(disk.path().toString());
          failures++;
        }
        disk.remount("size=64m,nr_inodes=10000");
        if (isLoaded) {
          break;
        }
        assertThat(Picture.of(store)).isEqualTo(before);
      }
      assertThat(store.image("large:2").id()).isEqualTo(large().id());
      Needed.report("%s: %d loads failed for want of %s", storage(), failures, limit);
    }
    assertThat(failures).isGreaterThan(3);
  }

  private static long used(Disk disk) throws IOException {
    FileStore files = Files.getFileStore(disk.path());
    return files.getTotalSpace() - files.getUnallocatedSpace();
  }

  private static long files(Disk disk) throws IOException {
    String[] words =
        HostCommand.run("stat", "-f", "-c", "%c %d", disk.path().toString()).split("\\s+");
    return Long.parseLong(words[0]) - Long.parseLong(words[1]);
  }

  /** However long the journal is: its next line may need a block that is not there. */
  @ParameterizedTest
  @ValueSource(strings = {"size", "nr_inodes"})
  default void remove_diskFull_makesRoom(String limit) throws IOException {
    try (Disk disk = Disk.inMemory(directory(), "size=64m,nr_inodes=10000,mode=700");
        ImageStore store = open(disk.path().resolve("store"))) {
      for (int i = 0; i < 40; i++) {
        store.load(new ByteArrayInputStream(StepImages.archive(i % StepImages.COUNT, "one:1")));
        store.load(
            new ByteArrayInputStream(StepImages.archive((i + 1) % StepImages.COUNT, "two:1")));
        disk.remount(limit.equals("size") ? "size=" + used(disk) : "nr_inodes=" + files(disk));

        if (i % 3 == 0) {
          store.untag("one:1");
          store.prune();
        } else {
          store.remove("one:1");
        }
        store.remove("two:1");

        assertThat(store.images().all()).isEmpty();
        assertThat(store.diskUsage().unaccountedBytes()).isZero();
        disk.remount("size=64m,nr_inodes=10000");
      }
    }
  }

  @Test
  default void everythingThatReads_diskReadOnly_works() throws IOException {
    try (Disk disk = Disk.inMemory(directory(), "size=64m,mode=700")) {
      Path root = disk.path().resolve("store");
      List<String> before;
      try (ImageStore store = open(root)) {
        store.load(new ByteArrayInputStream(StepImages.archive(0, "image:1")));
        store.load(new ByteArrayInputStream(StepImages.archive(1, "image:2")));
        before = Picture.of(store);
      }
      for (String file : List.of("lock", "lock.owner", "lamina-store.use")) {
        Files.deleteIfExists(root.resolve(file));
      }
      disk.remount("ro");

      try (ImageStore store = open(root)) {
        assertThat(store.images().list()).hasSize(2);
        assertThat(store.inspect("image:1").toJson()).contains(StepImages.image(0).id().toString());
        if (mountsInTheStore()) {
          assertThatThrownBy(() -> store.mount("image:1").readOnly())
              .isInstanceOf(ImageStoreException.class)
              .hasMessageContaining("Read-only file system");
        } else {
          try (Mount mount = store.mount("image:1").readOnly()) {
            assertThat(mount.root().resolve("own")).hasContent("image 0");
            assertThat(mount.root().resolve("noise")).hasSize(StepImages.NOISE);
          }
        }
        store.save("image:1", "image:2").to(OutputStream.nullOutputStream());
        for (Step.Kind kind : List.of(Step.Kind.LOAD, Step.Kind.PRUNE)) {
          assertThat(new Step(0, kind, 1).on(store)).startsWith(Step.FAILED).contains("ead-only");
        }
        assertThatThrownBy(() -> store.remove("image:1"))
            .isInstanceOf(ImageStoreException.class)
            .hasMessageContaining("can only be read");
        assertThatThrownBy(() -> store.tag("image:1").with("image:3"))
            .isInstanceOf(ImageStoreException.class)
            .hasMessageContaining("can only be read");
      }
      disk.remount("rw");
      try (ImageStore store = open(root)) {
        assertThat(Picture.of(store)).isEqualTo(before);
        store.remove("image:1");
      }
    }
  }
}
