package dev.lamina.internal.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.tar.SparseMap;
import dev.lamina.internal.tar.SparseMaps;
import dev.lamina.internal.tar.TarMember;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LayerIndexWriterTest {
  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path target = memory.getPath("/index");

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private static TestLayer layer() {
    return new TestLayer();
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of(
            layer().file("a", "1").directory("a"),
            "layer entry \"a\" is both a file and a directory in one layer"),
        Arguments.of(
            layer().directory("d/a").symlink("d/a", "x"),
            "layer entry \"d/a\" is both a directory and a symbolic link in one layer"),
        Arguments.of(
            layer().file("x", "1").file("a", "1").link("a", "x"),
            "layer entry \"a\" is both a file and a hard link in one layer"),
        Arguments.of(
            layer().file("a", "1").file("a/b", "1"),
            "layer entry \"a\" is not a directory, but other entries of the layer are in it"),
        Arguments.of(
            layer().file("a/b/c", "1").symlink("a", "b"),
            "layer entry \"a\" is not a directory, but other entries of the layer are in it"),
        Arguments.of(
            layer().file("a", "1").opaque("a"),
            "layer entry \"a\" is not a directory, but other entries of the layer are in it"),
        Arguments.of(
            layer().symlink("a", "b").whiteout("a/b"),
            "layer entry \"a\" is not a directory, but other entries of the layer are in it"),
        Arguments.of(
            layer().link("b", "a"),
            "hard link \"b\" to \"a\": no earlier member of the layer has that name"),
        Arguments.of(
            layer().link("b", "a").file("a", "1"),
            "hard link \"b\" to \"a\": no earlier member of the layer has that name"),
        Arguments.of(
            layer().whiteout("a").link("b", "a"),
            "hard link \"b\" to \"a\": no earlier member of the layer has that name"),
        Arguments.of(
            layer().symlink("s", "d").file("d/a", "1").link("b", "s/a"),
            "hard link \"b\" to \"s/a\": no earlier member of the layer has that name"),
        Arguments.of(
            layer().directory("a").link("b", "a"),
            "hard link \"b\" to \"a\": the target is a directory"),
        Arguments.of(
            layer().file("a/x", "1").link("b", "a"),
            "hard link \"b\" to \"a\": the target is a directory"),
        Arguments.of(
            layer().opaque("a").link("b", "a"),
            "hard link \"b\" to \"a\": the target is a directory"),
        Arguments.of(layer().link("b", ""), "hard link \"b\" to \"/\": the target is a directory"),
        Arguments.of(layer().link("a", "a"), "hard link \"a\" to itself"),
        Arguments.of(layer().file("a", "1").link("a", "a"), "hard link \"a\" to itself"),
        Arguments.of(
            layer().file("a", "one").link("b", "a").file("a", "two"),
            "layer entry \"a\" is replaced after a hard link to it was made, which is ambiguous"),
        Arguments.of(
            layer().file("a", "1").link("b", "a").link("c", "b").link("b", "a"),
            "layer entry \"b\" is replaced after a hard link to it was made, which is ambiguous"),
        Arguments.of(
            layer().symlink("", "x"),
            "layer entry \"/\": the root of a layer can only be a directory"),
        Arguments.of(
            layer().whiteout(""), "layer entry \"/\": the root of a layer can only be a directory"),
        Arguments.of(
            layer().file("\n\udcff", "1").directory("\n\udcff"),
            "layer entry \"\\x0a\\xff\" is both a file and a directory in one layer"),
        Arguments.of(
            layer().file("d/" + "n".repeat(256), "1"),
            "layer entry \"d/" + "n".repeat(256) + "\": name of 256 bytes is longer than 255"),
        Arguments.of(
            layer().file("n/".repeat(40_000) + "n", "1"),
            "layer entry path of 80001 bytes is longer than 65000"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void finish_contradictions_refusedWithReason(TestLayer layer, String message) {
    for (int arena : new int[] {1, TestLayer.ARENA}) {
      assertThatThrownBy(() -> layer.write(target, arena))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessage(message);
      assertThat(target).doesNotExist();
    }
  }

  @Test
  void add_offsetNotOnBlock_refused() throws IOException {
    LayerEntry entry = new LayerEntry.File(TestLayer.path("a"), TestLayer.ATTRIBUTES, 1);

    try (LayerIndexWriter writer = new LayerIndexWriter(target.getParent())) {
      assertThatThrownBy(() -> writer.add(new TarMember(entry, 0, 100, 1, null)))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessage("layer entry \"a\": contents at unusable offset 100");
      assertThatThrownBy(() -> writer.add(new TarMember(entry, 0, 1L << 41, 1, null)))
          .isInstanceOf(InvalidArchiveException.class);
      SparseMap other = SparseMaps.of(2, new long[0], new long[0]);
      assertThatThrownBy(() -> writer.add(new TarMember(entry, 0, 512, 1, other)))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessage("layer entry \"a\": sparse map is for another length than the file's");
    }
  }

  @Test
  void finish_sizesBeyondLong_refused() throws IOException {
    try (LayerIndexWriter writer = new LayerIndexWriter(target.getParent())) {
      for (String name : new String[] {"a", "b"}) {
        EntryPath path = TestLayer.path(name);
        LayerEntry entry = new LayerEntry.File(path, TestLayer.ATTRIBUTES, Long.MAX_VALUE);
        SparseMap hole = SparseMaps.of(Long.MAX_VALUE, new long[0], new long[0]);
        writer.add(new TarMember(entry, 0, 512, 0, hole));
      }

      assertThatThrownBy(() -> writer.finish(target, 1024, false))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining("2^63");
    }
  }

  @Test
  void finish_targetExists_leavesItAlone() throws IOException {
    Files.writeString(target, "mine");

    assertThatThrownBy(() -> layer().file("a", "1").write(target, TestLayer.ARENA))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).hasContent("mine");
  }

  @Test
  void add_alternatingDeepPaths_refusedBeforeTheyFillTheDisk() throws IOException {
    try (LayerIndexWriter writer = new LayerIndexWriter(target.getParent(), 1 << 16)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  String text = ((i % 2 == 0 ? "a/" : "b/").repeat(2000)) + "f" + i;
                  EntryPath path = EntryPath.parse(text);
                  writer.add(new TarMember(new LayerEntry.Whiteout(path), 0, 512, 0, null));
                }
              })
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining("the layer implies too many directories without naming them");
    }
  }

  @Test
  void finish_anyArena_writesTheSameBytes() throws IOException {
    TestLayer layer = layer();
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      layer.file("d" + random.nextInt(40) + "/e" + random.nextInt(9) + "/f" + i, "content");
      if (i % 7 == 0) {
        layer.symlink("s" + i, "target " + i).link("l" + i, "s" + i);
      }
    }

    layer.write(target, TestLayer.ARENA);
    for (int arena : new int[] {0, 100, 5000, 100_000}) {
      Path other = target.resolveSibling("index-" + arena);
      layer.write(other, arena);
      assertThat(Files.mismatch(target, other)).as("arena %s", arena).isEqualTo(-1);
    }
  }

  @Test
  void facts_mixedLayer_countsEachFileOnceAndDuplicates() throws IOException {
    TestLayer layer =
        layer()
            .directory("d")
            .file("d/a", "12345")
            .link("d/b", "d/a")
            .link("c", "d/b")
            .symlink("s", "abc")
            .fifo("p")
            .whiteout("w")
            .whiteout("w")
            .opaque("d")
            .opaque("d")
            .file("twice", "a long first version")
            .file("twice", "2nd")
            .sparse("holes", 1000, new long[] {500}, new byte[10]);

    LayerFacts facts = layer.write(target, TestLayer.ARENA);

    assertThat(facts.size()).isEqualTo(5 + 3 + 3 + 1000);
    assertThat(facts.entries()).isEqualTo(9);
    assertThat(facts.duplicates()).isEqualTo(3);
    assertThat(facts.tarSize()).isPositive();
    assertThat(LayerIndex.open(target).facts()).isEqualTo(facts);
  }
}
