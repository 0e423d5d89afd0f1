package dev.lamina.internal.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LayerTarWriterTest {
  private static final EntryAttributes PLAIN =
      new EntryAttributes(0644, 0, 0, 1_700_000_000_000_000_000L, Map.of());
  private static final byte[] NONE = new byte[0];

  private static byte[] write(RandomLayer.Member... members) throws IOException {
    return RandomLayer.write(List.of(members));
  }

  private static RandomLayer.Member file(String path, EntryAttributes attributes) {
    return new RandomLayer.Member(
        new LayerEntry.File(EntryPath.parse(path), attributes, 0), attributes, NONE);
  }

  private static RandomLayer.Member entry(LayerEntry entry) {
    return new RandomLayer.Member(entry, PLAIN, NONE);
  }

  private static boolean hasPax(byte[] tar) {
    return new String(tar, ISO_8859_1).contains("@PaxHeader");
  }

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void archive_ofAnyMembers_isReadAsTheyWere(int seed) throws IOException {
    List<RandomLayer.Member> members = new RandomLayer(new Random(seed), true).members();

    byte[] tar = RandomLayer.write(members);

    assertThat(TarContents.read(tar).stream().map(RandomLayer::describe).toList())
        .isEqualTo(members.stream().map(RandomLayer.Member::toString).toList());
    assertThat(RandomLayer.write(members)).isEqualTo(tar);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void archive_ofTextNames_isReadByAnotherReader(int seed) throws IOException {
    List<RandomLayer.Member> members = new RandomLayer(new Random(seed), false).members();

    byte[] tar = RandomLayer.write(members);

    assertThat(readByCommonsCompress(tar))
        .isEqualTo(members.stream().map(RandomLayer.Member::outline).toList());
  }

  private static List<String> readByCommonsCompress(byte[] tar) throws IOException {
    List<String> all = new ArrayList<>();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new ByteArrayInputStream(tar), "UTF-8")) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        all.add(
            "%s %o %d:%d %d %s %d"
                .formatted(
                    entry.getName().replaceAll("/$", ""),
                    entry.getMode() & 07777,
                    entry.getLongUserId() & 0xFFFF_FFFFL,
                    entry.getLongGroupId() & 0xFFFF_FFFFL,
                    Math.floorDiv(entry.getLastModifiedTime().toMillis(), 1000L),
                    entry.getLinkName(),
                    Arrays.hashCode(in.readAllBytes())));
      }
    }
    return all;
  }

  @Test
  void header_ofPlainFile_isOneBlockOfUstar() throws IOException {
    byte[] content = "hello\n".getBytes(US_ASCII);
    LayerEntry file = new LayerEntry.File(EntryPath.parse("etc/motd"), PLAIN, content.length);

    byte[] tar = write(new RandomLayer.Member(file, PLAIN, content));

    byte[] expected = new byte[2048];
    put(expected, 0, "etc/motd");
    put(expected, 100, "0100644\0000000000\0000000000\00000000000006\00014524770400\000");
    put(expected, 148, "010705\0 0");
    put(expected, 257, "ustar\00000");
    put(expected, 329, "0000000\0000000000\000");
    put(expected, 512, "hello\n");
    assertThat(tar).isEqualTo(expected);
  }

  private static void put(byte[] target, int offset, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, false",
    "2097151, 2097151, 8589934591000000000, false",
    "2097152, 0, 0, true",
    "0, 4294967294, 0, true",
    "0, 0, 1, true",
    "0, 0, -1000000000, true",
    "0, 0, 8589934592000000000, true",
    "0, 0, -9223372036854775808, true",
    "0, 0, 9223372036854775807, true",
  })
  void number_tooLargeForUstar_isInPax(long uid, long gid, long modified, boolean pax)
      throws IOException {
    RandomLayer.Member member = file("f", new EntryAttributes(07777, uid, gid, modified, Map.of()));

    byte[] tar = write(member);

    assertThat(hasPax(tar)).isEqualTo(pax);
    assertThat(RandomLayer.describe(TarContents.read(tar).get(0))).isEqualTo(member.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "100, 0, false", // a name alone
    "101, 0, true",
    "100, 155, false", // a prefix and a name
    "100, 156, true",
    "101, 155, true",
    "1, 155, false",
    "1, 156, true",
  })
  void name_tooLongForUstar_isInPax(int name, int directory, boolean pax) throws IOException {
    String path = (directory == 0 ? "" : "d".repeat(directory) + "/") + "n".repeat(name);

    byte[] tar = write(file(path, PLAIN));

    assertThat(hasPax(tar)).isEqualTo(pax);
    assertThat(TarContents.paths(tar)).containsExactly(path);
  }

  @Test
  void name_ofDirectory_isSplitBeforeItsLastName() throws IOException {
    String path = "d".repeat(155) + "/" + "n".repeat(99);

    byte[] tar = write(entry(new LayerEntry.Directory(EntryPath.parse(path), PLAIN)));

    assertThat(hasPax(tar)).isFalse();
    assertThat(TarContents.paths(tar)).containsExactly(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ä", "日本", "a\udcff"})
  void name_beyondAscii_isInPax(String path) throws IOException {
    byte[] tar = write(file(path, PLAIN));

    assertThat(hasPax(tar)).isTrue();
    assertThat(TarContents.paths(tar)).containsExactly(path);
  }

  @Test
  void xattr_withEqualsSign_isReadAgain() throws IOException {
    Map<String, byte[]> xattrs = Map.of("user.a=b%", new byte[] {0, '\n', '='}, "user.c", NONE);

    byte[] tar = write(file("f", new EntryAttributes(0, 0, 0, 0, xattrs)));

    LayerEntry.File read = (LayerEntry.File) TarContents.single(tar);
    assertThat(read.attributes().xattrs())
        .containsOnlyKeys("user.a=b%", "user.c")
        .containsEntry("user.a=b%", new byte[] {0, '\n', '='});
  }

  @Test
  void whiteouts_areMembersThatTakeAway() throws IOException {
    byte[] tar =
        write(
            entry(new LayerEntry.Whiteout(EntryPath.parse("a/b"))),
            entry(new LayerEntry.Opaque(EntryPath.parse("a/c"))),
            entry(new LayerEntry.Opaque(EntryPath.ROOT)));

    assertThat(names(tar)).containsExactly("a/.wh.b", "a/c/.wh..wh..opq", ".wh..wh..opq");
    assertThat(TarContents.read(tar).stream().map(TarContents.Content::entry))
        .containsExactly(
            new LayerEntry.Whiteout(EntryPath.parse("a/b")),
            new LayerEntry.Opaque(EntryPath.parse("a/c")),
            new LayerEntry.Opaque(EntryPath.ROOT));
  }

  private static List<String> names(byte[] tar) throws IOException {
    List<String> names = new ArrayList<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  @Test
  void directory_endsWithSlash() throws IOException {
    byte[] tar =
        write(
            entry(new LayerEntry.Directory(EntryPath.ROOT, PLAIN)),
            entry(new LayerEntry.Directory(EntryPath.parse("a/b"), PLAIN)));

    assertThat(names(tar)).containsExactly("./", "a/b/");
  }

  @Test
  void file_shorterThanItsSize_isRefused() {
    LayerEntry.File file = new LayerEntry.File(EntryPath.parse("f"), PLAIN, 9);
    LayerTarWriter writer = new LayerTarWriter(OutputStream.nullOutputStream());

    assertThatThrownBy(() -> writer.add(file, new ByteArrayInputStream(new byte[4])))
        .isInstanceOf(EOFException.class)
        .hasMessage("f has 5 bytes too few: expected 9");
  }

  @Test
  void file_longerThanItsSize_isRefused() {
    LayerEntry.File file = new LayerEntry.File(EntryPath.parse("f\n"), PLAIN, 3);
    LayerTarWriter writer = new LayerTarWriter(OutputStream.nullOutputStream());

    assertThatThrownBy(() -> writer.add(file, new ByteArrayInputStream(new byte[4])))
        .isInstanceOf(IOException.class)
        .hasMessage("f\\x0a has more than 3 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {".wh.a", "a/.wh..wh..opq", ".wh..wh.plnk/b"})
  void file_withWhiteoutName_isRefused(String path) {
    LayerEntry.File file = new LayerEntry.File(EntryPath.parse(path), PLAIN, 0);
    LayerTarWriter writer = new LayerTarWriter(OutputStream.nullOutputStream());

    assertThatThrownBy(() -> writer.add(file, InputStream.nullInputStream()))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(path + ": no layer can hold this name, by which files are hidden");
  }

  @Test
  void entry_thatNeedsMore_isRefused() {
    LayerTarWriter writer = new LayerTarWriter(OutputStream.nullOutputStream());
    LayerEntry link = new LayerEntry.HardLink(EntryPath.parse("a"), EntryPath.parse("b"));

    assertThatThrownBy(() -> writer.add(link)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void content_largerThanMemory_passes() throws IOException {
    long size = (8L << 30) + 1;
    CountingOutput out = new CountingOutput();
    LayerTarWriter writer = new LayerTarWriter(out);

    writer.add(new LayerEntry.File(EntryPath.parse("f"), PLAIN, size), new Zeros(size));
    writer.finish();

    // Two blocks of PAX, as 8 GiB are more than ustar's field holds.
    assertThat(out.count).isEqualTo(2 * 512 + 512 + size + 511 + 1024);
    assertThat(new String(out.head, UTF_8)).contains("19 size=8589934593\n");
  }

  /** As many zeros, in no time. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      this.left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = (int) Math.min(left, length);
      left -= count;
      return count == 0 ? -1 : count;
    }
  }

  /** Counts, and keeps the first blocks. */
  private static final class CountingOutput extends OutputStream {
    private final byte[] head = new byte[1024];
    private long count;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (count < head.length) {
        int kept = (int) Math.min(length, head.length - count);
        System.arraycopy(bytes, offset, head, (int) count, kept);
      }
      count += length;
    }
  }

  @Test
  void output_thatFails_isNotHidden() {
    LayerTarWriter writer =
        new LayerTarWriter(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("disk full");
              }
            });

    assertThatThrownBy(writer::finish).isInstanceOf(IOException.class).hasMessage("disk full");
  }

  @Test
  void written_isWhatByteArrayHolds() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new LayerTarWriter(out).finish();

    assertThat(out.toByteArray()).isEqualTo(new byte[1024]);
  }
}
