package dev.lamina.internal.layer;

import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.contract.TarBuilder;
import dev.lamina.spi.LayerContent;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class IndexedLayerTest {
  private static final Executor THREADS = task -> new Thread(task).start();

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final AtomicInteger names = new AtomicInteger();

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private LayerSource source(TarBuilder tar) throws IOException {
    return TarLayer.of(tar.build(), memory.getPath("/layer"));
  }

  private List<String> entries(TarBuilder tar) throws IOException {
    List<String> lines = new ArrayList<>();
    new IndexedLayer(source(tar), THREADS)
        .entries(
            (entry, isNamed) ->
                lines.add(
                    (isNamed ? "" : "implied ")
                        + entry.getClass().getSimpleName()
                        + " /"
                        + entry.path()));
    return lines;
  }

  @Test
  void entries_areSortedWithParentsFirstAndLinksLast() throws IOException {
    List<String> entries =
        entries(
            tar()
                .file("b/z", "")
                .hardLink("a", "b/z")
                .symlink("b-", "x")
                .directory("b/c")
                .fifo("c"));

    assertThat(entries)
        .containsExactly(
            "implied Directory /",
            "implied Directory /b",
            "Directory /b/c",
            "File /b/z",
            "Symlink /b-",
            "Fifo /c",
            "HardLink /a");
  }

  @Test
  void entries_linkOfALink_leadsToTheFile() throws IOException {
    List<String> targets = new ArrayList<>();

    new IndexedLayer(source(tar().file("f", "").hardLink("a", "f").hardLink("b", "a")), THREADS)
        .entries(
            (entry, isNamed) -> {
              if (entry instanceof LayerEntry.HardLink link) {
                targets.add(link.path() + " to " + link.target());
              }
            });

    assertThat(targets).containsExactly("a to f", "b to f");
  }

  @Test
  void entries_whatHidesNothingMore_isNotTold() throws IOException {
    List<String> entries =
        entries(
            tar()
                .opaque("o")
                .whiteout("o/x")
                .opaque("o/p")
                .whiteout("d")
                .file("d/f", "")
                .whiteout("f")
                .file("f", "")
                .whiteout("gone"));

    assertThat(entries)
        .containsExactly(
            "implied Directory /",
            "implied Directory /d",
            "Opaque /d",
            "File /d/f",
            "File /f",
            "Whiteout /gone",
            "implied Directory /o",
            "Opaque /o",
            "implied Directory /o/p");
  }

  private static TarBuilder manyFiles() {
    TarBuilder tar = tar();
    for (int i = 0; i < 40; i++) {
      tar = tar.file("d" + i % 3 + "/f" + i, (char) ('a' + i % 26) + "x".repeat(1 << 20));
    }
    return tar.sparse("sparse", 2000, 1000, "piece").hardLink("link", "d0/f0");
  }

  /** A layer whose bytes are read many at a time. */
  private LayerSource fast(TarBuilder tar) throws IOException {
    byte[] bytes = tar.build();
    LayerSource slow = source(tar);
    LayerBytes whole =
        new LayerBytes() {
          @Override
          public int read(long position, ByteBuffer target) {
            int count = Math.min(target.remaining(), bytes.length - (int) position);
            target.put(bytes, (int) position, count);
            return count;
          }

          @Override
          public void close() {}
        };
    return new LayerSource(slow.diffId(), slow.index(), whole);
  }

  private byte[] bytes(LayerContent.FileContent content) throws IOException {
    Path file = memory.getPath("/file" + names.incrementAndGet());
    try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
      content.writeTo(channel);
    }
    return Files.readAllBytes(file);
  }

  @Test
  void files_haveTheirBytesAndHoles() throws IOException {
    Map<String, String> files = new ConcurrentHashMap<>();
    TarBuilder tar = tar().file("none", "").file("text", "some").sparse("middle", 9, 3, "abc");

    new IndexedLayer(source(tar.sparse("first", 5, 0, "ab")), THREADS)
        .files(
            (file, content) ->
                files.put(file.path().toString(), new String(bytes(content), UTF_8)));

    assertThat(files)
        .containsEntry("none", "")
        .containsEntry("text", "some")
        .containsEntry("middle", "\0\0\0abc\0\0\0")
        .containsEntry("first", "ab\0\0\0")
        .hasSize(4);
  }

  @Test
  void files_ofManyStretches_areEachToldOnceAndWhole() throws IOException {
    Map<String, Integer> lengths = new ConcurrentHashMap<>();
    Queue<String> twice = new ConcurrentLinkedQueue<>();

    new IndexedLayer(fast(manyFiles()), THREADS)
        .files(
            (file, content) -> {
              int length = bytes(content).length;
              if (length != file.size() || lengths.put(file.path().toString(), length) != null) {
                twice.add(file.path().toString());
              }
            });

    assertThat(twice).isEmpty();
    assertThat(lengths).hasSize(41).containsEntry("d1/f1", (1 << 20) + 1);
    assertThat(lengths).containsEntry("sparse", 2000);
  }

  @Test
  void files_consumerThatFails_endsAllThreads() throws IOException {
    IndexedLayer layer = new IndexedLayer(fast(manyFiles()), THREADS);
    AtomicInteger running = new AtomicInteger();

    assertThatThrownBy(
            () ->
                layer.files(
                    (file, content) -> {
                      running.incrementAndGet();
                      try {
                        throw new IOException("full: " + file.path());
                      } finally {
                        running.decrementAndGet();
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("full: ");
    assertThat(running).hasValue(0);
  }

  @Test
  void files_executorThatRefuses_failsThem() throws IOException {
    IndexedLayer layer =
        new IndexedLayer(
            fast(manyFiles()),
            task -> {
              throw new RejectedExecutionException("closed");
            });

    assertThatThrownBy(() -> layer.files((file, content) -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void files_executorThatNeverRuns_areAllReadByTheCaller() throws IOException {
    AtomicInteger count = new AtomicInteger();

    new IndexedLayer(fast(manyFiles()), task -> {})
        .files((file, content) -> count.incrementAndGet());

    assertThat(count).hasValue(41);
  }

  @Test
  void files_ofALayerWithoutFiles_areNone() throws IOException {
    List<String> files = new ArrayList<>();

    new IndexedLayer(source(tar().directory("d")), THREADS)
        .files((file, content) -> files.add(file.path().toString()));

    assertThat(files).isEmpty();
  }
}
