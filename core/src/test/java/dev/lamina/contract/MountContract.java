package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How mounts live, die and are read; what they show is in {@link UnionContract}. */
public interface MountContract extends StoreContract {
  /** A file of several megabytes that is half noise, half repetition. */
  byte[] LARGE = large(3_000_000);

  /** An image with that file between smaller ones. */
  TestImage IMAGE =
      TestImage.of(
              tar()
                  .file("first", "first")
                  .directory("d")
                  .file("d/large", LARGE)
                  .file("last", "last"),
              tar().file("top", "top"))
          .tagged("large:1");

  private static byte[] large(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    for (int i = 0; i < size; i++) {
      bytes[i] = (i >> 13) % 2 == 0 ? bytes[i] : (byte) (i >> 8);
    }
    return bytes;
  }

  /** Loads the image with layers packed in a way. */
  private static void loadPacked(ImageStore store, Packing packing) {
    OciLayout layout = OciLayout.of(packing).with(IMAGE);
    store.load(new java.io.ByteArrayInputStream(layout.tar()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "GZIP_MEMBERS", "ZSTD", "ZSTD_FRAMES"})
  default void read_layerOfAnyPacking_atAnyPlace(Packing packing) throws IOException {
    long seed = 42;
    Random random = new Random(seed);
    try (ImageStore store = newStore()) {
      loadPacked(store, packing);
      try (Mount mount = store.mount("large:1").readOnly()) {
        Path large = mount.root().resolve("d/large");

        assertThat(mount.root().resolve("last")).hasContent("last");
        assertThat(Files.readAllBytes(large)).isEqualTo(LARGE);
        assertThat(mount.root().resolve("first")).hasContent("first");
        assertThat(mount.root().resolve("top")).hasContent("top");
        try (FileChannel channel = FileChannel.open(large)) {
          for (int i = 0; i < 50; i++) {
            ByteBuffer buffer = ByteBuffer.allocate(random.nextInt(100_000));
            int at = random.nextInt(LARGE.length);
            while (buffer.hasRemaining()
                && channel.read(buffer, at + (long) buffer.position()) >= 0) {
              // Reads on to the end of the buffer or file.
            }
            assertThat(Arrays.copyOf(buffer.array(), buffer.position()))
                .as("seed %d, read %d at %d", seed, i, at)
                .isEqualTo(
                    Arrays.copyOfRange(LARGE, at, Math.min(LARGE.length, at + buffer.capacity())));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "ZSTD", "ZSTD_FRAMES"})
  default void read_byManyThreads_givesEachTheSame(Packing packing) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (ImageStore store = newStore()) {
      loadPacked(store, packing);
      try (Mount mount = store.mount("large:1").readOnly()) {
        Path large = mount.root().resolve("d/large");
        List<Future<byte[]>> reads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          reads.add(threads.submit(() -> Files.readAllBytes(large)));
        }

        for (Future<byte[]> read : reads) {
          assertThat(Arrays.equals(read.get(), LARGE)).isTrue();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** The JDK closes a channel whose reader is interrupted: others must not notice. */
  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "ZSTD_FRAMES"})
  default void read_interruptedInOneThread_goesOnInOthers(Packing packing) throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (ImageStore store = newStore()) {
      loadPacked(store, packing);
      try (Mount mount = store.mount("large:1").readOnly()) {
        Path large = mount.root().resolve("d/large");
        try (InputStream in = Files.newInputStream(large)) {
          assertThat(in.readNBytes(1000)).isEqualTo(Arrays.copyOf(LARGE, 1000));

          threads
              .submit(
                  () -> {
                    Thread.currentThread().interrupt();
                    try (InputStream own = Files.newInputStream(large)) {
                      byte[] unused = own.readAllBytes();
                    } catch (ClosedByInterruptException e) {
                      // It may fail or not, as the platform has it.
                    }
                    boolean unused = Thread.interrupted();
                    return null;
                  })
              .get();

          assertThat(
                  Arrays.equals(in.readAllBytes(), Arrays.copyOfRange(LARGE, 1000, LARGE.length)))
              .isTrue();
        }
        assertThat(mount.root().resolve("top")).hasContent("top");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void mount_byEveryKindOfName_isTheImage() {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);

      for (Mount mount :
          List.of(
              store.mount("large:1").readOnly(),
              store.mount(IMAGE.id().digest().hex().substring(0, 7)).readOnly(),
              store.mount(Tag.parse("large:1")).readOnly(),
              store.mount(IMAGE.id()).readOnly(),
              store.mount("large:1").platform(IMAGE.platform()).readOnly())) {
        try (mount) {
          assertThat(mount.image()).isEqualTo(store.image("large:1"));
          assertThat(mount.root().resolve("top")).hasContent("top");
        }
      }
    }
  }

  @Test
  default void write_anything_isRefused() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      try (Mount mount = store.mount("large:1").readOnly()) {
        Path top = mount.root().resolve("top");
        Path other = mount.root().resolve("other");
        List<ThrowingCallable> writes =
            List.of(
                () -> Files.writeString(top, "x"),
                () -> Files.createFile(other),
                () -> Files.createDirectory(other),
                () -> Files.createSymbolicLink(other, top),
                () -> Files.createLink(other, top),
                () -> Files.delete(top),
                () -> Files.move(top, other),
                () -> Files.copy(top, other),
                () -> Files.setLastModifiedTime(top, FileTime.fromMillis(0)),
                () -> Files.setAttribute(top, "unix:mode", 0));
        for (ThrowingCallable write : writes) {
          assertThatThrownBy(write)
              .isInstanceOfAny(ReadOnlyFileSystemException.class, FileSystemException.class);
        }
        try (Stream<Path> all = Files.walk(mount.root())) {
          assertThat(all).hasSize(6);
        }
      }
    }
  }

  @Test
  default void close_oneMount_leavesTheOthers() throws IOException {
    try (ImageStore store = newStore()) {
      loadPacked(store, Packing.GZIP);
      Mount one = store.mount("large:1").readOnly();
      try (Mount other = store.mount("large:1").readOnly();
          InputStream in = Files.newInputStream(other.root().resolve("d/large"))) {
        assertThat(in.read()).isEqualTo(LARGE[0] & 0xff);
        assertThat(one.root()).isNotEqualTo(other.root());

        one.close();

        assertThat(Arrays.equals(in.readAllBytes(), Arrays.copyOfRange(LARGE, 1, LARGE.length)))
            .isTrue();
        assertThat(other.root().resolve("top")).hasContent("top");
      }
    }
  }

  @Test
  default void mount_whoseTagMoves_staysAsItIs() {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      try (Mount mount = store.mount("large:1").readOnly()) {
        load(store, TestImage.withFile("else", "else").tagged("large:1"));

        assertThat(mount.image().id()).isEqualTo(IMAGE.id());
        assertThat(mount.root().resolve("top")).hasContent("top");
        try (Mount now = store.mount("large:1").readOnly()) {
          assertThat(TreeText.of(now.root())).containsExactly("else = else");
        }
      }
    }
  }

  @Test
  default void mount_manyTimes_readsAllAndLeavesNothingOpen() {
    try (ImageStore store = newStore()) {
      loadPacked(store, Packing.GZIP);
      for (int i = 0; i < 200; i++) {
        try (Mount mount = store.mount("large:1").readOnly()) {
          assertThat(mount.root().resolve("first")).hasContent("first");
        }
      }
      List<Mount> open = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        open.add(store.mount("large:1").readOnly());
      }
      for (Mount mount : open) {
        assertThat(mount.root().resolve("last")).hasContent("last");
        mount.close();
      }
    }
  }
}
