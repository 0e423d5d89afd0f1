package dev.lamina.internal.tar;

import static dev.lamina.internal.tar.TestTar.header;
import static dev.lamina.internal.tar.TestTar.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.tar.TarContents.Content;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files with holes, in the four formats that GNU tar has had. */
final class SparseFileTest {
  private static final String CONTENT = "\0\0ab\0\0\0cde\0";
  private static final byte[] STORED = "abcde".getBytes(UTF_8);

  static Stream<Arguments> formats() {
    return Stream.of(
        arguments("old", tar().add(old(11, 5, 2, 2, 7, 3, 11, 0)).data(STORED)),
        arguments(
            "0.0",
            pax(
                    "size",
                    "11",
                    "numblocks",
                    "2",
                    "offset",
                    "2",
                    "numbytes",
                    "2",
                    "offset",
                    "7",
                    "numbytes",
                    "3")
                .add(header('0', "s"), STORED)),
        arguments(
            "0.1",
            pax("size", "11", "numblocks", "3", "name", "s", "map", "2,2,7,3,11,0")
                .add(header('0', "GNUSparseFile.1/s"), STORED)),
        arguments("1.0", pax1(11, "2\n2\n2\n7\n3\n", STORED)));
  }

  private static TestTar pax(String... keysAndValues) {
    String[] records = keysAndValues.clone();
    for (int i = 0; i < records.length; i += 2) {
      records[i] = "GNU.sparse." + records[i];
    }
    return tar().pax(records);
  }

  private static TestTar pax1(long size, String map, byte[] stored) {
    byte[] lines = map.getBytes(UTF_8);
    byte[] padded = Arrays.copyOf(lines, lines.length + (-lines.length & 511));
    return pax("major", "1", "minor", "0", "name", "s", "realsize", String.valueOf(size))
        .add(header('0', "GNUSparseFile.1/s"), TarContents.concat(padded, stored));
  }

  private static TestTar.Header old(long size, long stored, long... map) {
    TestTar.Header header = header('S', "s").gnu().size(stored).octal(483, 12, size);
    for (int i = 0; i < map.length; i++) {
      header.octal(386 + 12 * i, 12, map[i]);
    }
    return header;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void file_withHoles_isReadWithItsMap(String format, TestTar tar) throws IOException {
    byte[] bytes = tar.file("next", "n").end();

    List<Content> contents = TarContents.read(bytes);

    assertThat(contents).extracting(Content::path).containsExactly("s", "next");
    Content file = contents.get(0);
    assertThat(((LayerEntry.File) file.entry()).size()).isEqualTo(CONTENT.length());
    assertThat(file.expanded()).isEqualTo(CONTENT.getBytes(UTF_8));
    assertThat(file.stored()).isEqualTo(STORED);
    assertThat(file.member().storedSize()).isEqualTo(5);
    assertThat(file.member().sparse().storedSize()).isEqualTo(5);
    assertThat(file.member().dataOffset() % 512).isZero();
    assertThat(TarContents.slice(bytes, file.member())).isEqualTo(STORED);
  }

  @Test
  void oldMap_inBlocksAfterTheHeader_isRead() throws IOException {
    TestTar.Header header = old(100, 26, 0, 1, 2, 1, 4, 1, 6, 1).put(482, new byte[] {1});
    byte[] first = new byte[512];
    byte[] second = new byte[512];
    for (int i = 0; i < 21; i++) {
      entry(first, i, 8 + 2 * i);
    }
    first[504] = 1;
    entry(second, 0, 99);
    byte[] tar = tar().add(header).raw(first).raw(second).data(new byte[26]).file("next", "").end();

    List<Content> contents = TarContents.read(tar);

    SparseMap map = contents.get(0).member().sparse();
    assertThat(map.segments()).isEqualTo(26);
    assertThat(map.offset(25)).isEqualTo(99);
    assertThat(map.storedOffset(25)).isEqualTo(25);
    assertThat(contents.get(0).member().dataOffset()).isEqualTo(1536);
    assertThat(contents.get(1).path()).isEqualTo("next");
  }

  private static void entry(byte[] block, int index, long offset) {
    byte[] entry = String.format("%011o\0%011o\0", offset, 1).getBytes(UTF_8);
    System.arraycopy(entry, 0, block, index * 24, 24);
  }

  @Test
  void hole_alone_isAFileOfZeros() throws IOException {
    Content file = TarContents.read(pax1(1L << 40, "0\n", new byte[0]).end()).get(0);

    assertThat(((LayerEntry.File) file.entry()).size()).isEqualTo(1L << 40);
    assertThat(file.stored()).isEmpty();
    assertThat(file.member().sparse().segments()).isZero();
  }

  @Test
  void segmentAt_isTheOneThatHoldsOrFollows() throws IOException {
    SparseMap map =
        TarContents.read(pax1(20, "2\n2\n2\n7\n3\n", STORED).end()).get(0).member().sparse();

    assertThat(List.of(0L, 1L, 2L, 3L, 4L, 6L, 7L, 9L, 10L, 19L))
        .extracting(map::segmentAt)
        .containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("old-beyond-size", tar().add(old(10, 5, 0, 2, 8, 3)).data(STORED)),
        arguments("old-negative", tar().add(old(100, 5, -5, 5)).data(STORED)),
        arguments("old-negative-length", tar().add(old(100, 5, 0, -5)).data(STORED)),
        arguments("old-negative-size", tar().add(old(-1, 0)).data(new byte[0])),
        arguments("old-overlap", tar().add(old(100, 5, 0, 3, 2, 2)).data(STORED)),
        arguments("old-unordered", tar().add(old(100, 5, 50, 3, 2, 2)).data(STORED)),
        arguments("old-overflow", tar().add(old(100, 5, Long.MAX_VALUE, 5)).data(STORED)),
        arguments("old-too-little-data", tar().add(old(100, 5, 0, 6)).data(STORED)),
        arguments("old-too-much-data", tar().add(old(100, 5, 0, 4)).data(STORED)),
        arguments("old-not-gnu", tar().add(old(10, 5, 0, 5).put(257, "ustar\00000")).data(STORED)),
        arguments("old-and-pax", pax("size", "5").add(old(10, 5, 0, 5)).data(STORED)),
        arguments("1.0-bomb", pax1(5, "99999999999\n", STORED)),
        arguments("1.0-letters", pax1(5, "ab\n", STORED)),
        arguments("1.0-empty-line", pax1(5, "1\n0\n\n", STORED)),
        arguments("1.0-no-end", pax1(5, "0".repeat(512), new byte[0])),
        arguments("1.0-overflow", pax1(5, "1\n0\n99999999999999999999\n", STORED)),
        arguments("1.0-too-few", pax1(5, "0\n", STORED)),
        arguments(
            "1.0-with-map",
            pax("major", "1", "minor", "0", "size", "5", "map", "0,5")
                .add(header('0', "s"), STORED)),
        arguments("unknown", pax("major", "2", "minor", "0", "size", "5").add(header('0', "s"))),
        arguments("no-map", pax("size", "5").add(header('0', "s"), STORED)),
        arguments("no-size", pax("map", "0,5").add(header('0', "s"), STORED)),
        arguments(
            "two-sizes",
            pax("size", "5", "realsize", "6", "map", "0,5").add(header('0', "s"), STORED)),
        arguments(
            "two-maps", pax("size", "5", "map", "0,5", "map", "0,5").add(header('0', "s"), STORED)),
        arguments("odd-map", pax("size", "5", "map", "0,5,6").add(header('0', "s"), STORED)),
        arguments("map-letters", pax("size", "5", "map", "0, 5").add(header('0', "s"), STORED)),
        arguments(
            "wrong-count",
            pax("size", "5", "numblocks", "2", "map", "0,5").add(header('0', "s"), STORED)),
        arguments(
            "length-without-offset",
            pax("size", "5", "numbytes", "5").add(header('0', "s"), STORED)),
        arguments(
            "two-offsets",
            pax("size", "5", "offset", "0", "offset", "1", "numbytes", "4")
                .add(header('0', "s"), STORED)),
        arguments(
            "offset-alone",
            pax("size", "5", "offset", "0", "numbytes", "5", "offset", "5")
                .add(header('0', "s"), STORED)),
        arguments("directory", pax("size", "5", "map", "0,5").directory("s")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void map_thatIsNone_isRefused(String name, TestTar tar) {
    byte[] bytes = tar.end();

    assertThatThrownBy(() -> TarContents.read(bytes))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining("sparse");
  }

  @Test
  void map_ofTooManySegments_isRefused() {
    StringBuilder map = new StringBuilder("100001\n");
    for (int i = 0; i <= 100_000; i++) {
      map.append(2 * i).append("\n1\n");
    }
    byte[] tar = pax1(1_000_000, map.toString(), new byte[100_001]).end();

    assertThatThrownBy(() -> TarContents.read(tar))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining("limit of 100000 segments");
  }
}
