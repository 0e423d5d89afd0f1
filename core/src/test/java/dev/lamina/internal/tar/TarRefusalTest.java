package dev.lamina.internal.tar;

import static dev.lamina.internal.tar.TestTar.header;
import static dev.lamina.internal.tar.TestTar.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that are refused, and the words that say why. */
final class TarRefusalTest {
  private static final byte[] DATA = tar().file("first", "f").file("f", "x".repeat(2000)).end();

  static Stream<Arguments> names() {
    return Stream.of(
        refused("name-empty", file(""), "empty name"),
        refused("name-pax-nul", tar().pax("path", "ok\0/x").file("f", ""), "NUL"),
        refused("name-gnu-nul", tar().longName("ok\0/x").file("f", ""), "NUL"),
        refused("name-gnu-empty", tar().longName("").file("f", ""), "empty name"),
        refused("name-dotdot", tar().directory(".."), "outside the root"),
        refused("name-dotdot-prefix", file("../x"), "outside the root"),
        refused("name-dotdot-absolute", file("/../x"), "outside the root"),
        refused("name-dotdot-deep", file("a/../../x"), "outside the root"),
        refused("name-component-256", tar().longName("n".repeat(256)).file("f", ""), "too long"),
        refused(
            "name-path-4097", tar().longName("d/".repeat(2048) + "x").file("f", ""), "too long"),
        refused("root-as-file", file("."), "the root"),
        refused("root-as-symlink", tar().add(header('2', "./").link("/tmp")), "the root"),
        refused("root-as-hard-link", tar().add(header('1', "a/..").link("x")), "the root"),
        refused("root-as-file-with-data", tar().add(header('0', "./"), "x"), "ambiguous"),
        refused("file-with-slash", tar().add(header('0', "f/"), "x"), "ambiguous"),
        refused("whiteout-of-nothing", file(".wh."), "whiteout"),
        refused("whiteout-of-nothing-below", file("etc/.wh."), "whiteout"),
        refused("whiteout-of-dot", file(".wh.."), "whiteout"),
        refused("whiteout-of-dotdot", file("a/.wh..."), "whiteout"),
        refused("whiteout-as-directory", file(".wh.a/b"), "below a whiteout"),
        refused("opaque-as-directory", file(".wh..wh..opq/b"), "below a whiteout"),
        refused(
            "whiteout-too-long",
            tar().longName(".wh." + "n".repeat(256)).file("f", ""),
            "too long"));
  }

  static Stream<Arguments> links() {
    return Stream.of(
        refused("symlink-empty", tar().add(header('2', "l")), "empty target"),
        refused(
            "symlink-4097",
            tar().pax("linkpath", "t".repeat(4097)).add(header('2', "l")),
            "too long"),
        refused("symlink-nul", tar().longLink("a\0b").add(header('2', "l")), "NUL"),
        refused("linkpath-nul", tar().pax("linkpath", "a\0b").add(header('2', "l")), "NUL"),
        refused("hard-link-empty", tar().add(header('1', "l")), "hard link"),
        refused("hard-link-root", tar().add(header('1', "l").link("/")), "hard link to the root"),
        refused("hard-link-outside", tar().add(header('1', "l").link("../etc/passwd")), "outside"),
        refused(
            "hard-link-outside-pax",
            tar().pax("linkpath", "../../x").add(header('1', "l").link("f")),
            "outside"));
  }

  static Stream<Arguments> attributes() {
    return Stream.of(
        refused("uid-no-owner", tar().add(header('0', "f").uid(0xFFFF_FFFFL)), "uid out of range"),
        refused("gid-too-big", tar().pax("gid", "4294967296").file("f", ""), "gid out of range"),
        refused("uid-negative", tar().add(header('0', "f").uid(-1)), "uid out of range"),
        refused("uid-pax-negative", tar().pax("uid", "-1").file("f", ""), "uid is no number"),
        refused("uid-hex", tar().pax("uid", "0x1").file("f", ""), "uid is no number"),
        refused("uid-huge", tar().pax("uid", "9".repeat(30)).file("f", ""), "out of range"),
        refused("mode-garbage", tar().add(header('0', "f").put(100, "rw-r--r-")), "mode"),
        refused("mtime-nan", tar().pax("mtime", "NaN").file("f", ""), "mtime"),
        refused("mtime-inf", tar().pax("mtime", "inf").file("f", ""), "mtime"),
        refused("mtime-exponent", tar().pax("mtime", "1e999999999").file("f", ""), "mtime"),
        refused("mtime-dot", tar().pax("mtime", ".").file("f", ""), "mtime"),
        refused("mtime-minus", tar().pax("mtime", "-").file("f", ""), "mtime"),
        refused("mtime-two-dots", tar().pax("mtime", "1.2.3").file("f", ""), "mtime"),
        refused("device-major", tar().add(header('3', "d").device(8589934592L, 1)), "device"),
        refused("device-minor", tar().add(header('4', "d").device(1, 1 << 20)), "device"),
        refused("device-negative", tar().add(header('4', "d").device(-1, 1)), "device"),
        refused("device-whiteout", tar().add(header('3', "d").device(0, 0)), "device 0:0"),
        refused("xattr-opaque", xattr("trusted.overlay.opaque", "y"), "overlay"),
        refused("xattr-metacopy", xattr("trusted.overlay.metacopy", ""), "overlay"),
        refused("xattr-user-redirect", xattr("user.overlay.redirect", "/srv"), "overlay"),
        refused("xattr-escaped", xattr("trusted.overlay.overlay.opaque", "y"), "overlay"),
        refused(
            "xattr-libarchive",
            tar().pax("LIBARCHIVE.xattr.trusted.overlay.opaqu%65", "eQ").file("f", ""),
            "overlay"),
        refused("xattr-base64", tar().pax("LIBARCHIVE.xattr.user.a", "*").file("f", ""), "base64"),
        refused("xattr-70000", xattr("user.big", "x".repeat(70_000)), "xattr"),
        refused("xattr-name-256", xattr("user." + "n".repeat(251), "1"), "xattr"));
  }

  static Stream<Arguments> structure() {
    return Stream.of(
        refused("checksum", tar().add(header('0', "f").wrongChecksum()), "wrong header checksum"),
        refused("text", tar().raw("no tar archive".repeat(100).getBytes(UTF_8)), "checksum"),
        refused("type-unknown", tar().add(header('Z', "f")), "member type Z"),
        refused("type-dump-directory", tar().add(header('D', "d/")), "member type D"),
        refused("type-multi-volume", tar().add(header('M', "f")), "member type M"),
        refused("type-control", tar().add(header('\7', "f")), "member type \\x07"),
        refused("size-negative", tar().add(header('0', "f").base256(124, 12, -1)), "negative"),
        refused("size-8eib", tar().add(header('0', "f").size(Long.MAX_VALUE)), "out of range"),
        refused("size-big", tar().add(header('0', "f").size(1L << 62)), "truncated"),
        refused("size-garbage", tar().add(header('5', "d").put(124, "12x4")), "size"),
        refused("size-after-nul", tar().add(header('0', "f").put(124, "\00000000012")), "size"),
        refused("size-pax-negative", tar().pax("size", "-1").file("f", ""), "size"),
        refused("size-pax-8eib", tar().pax("size", "9223372036854775807").file("f", ""), "size"),
        refused("pax-no-equals", pax("6 abc\n"), "PAX"),
        refused("pax-no-key", pax("5 =x\n"), "PAX"),
        refused("pax-no-newline", pax("8 path=x"), "PAX"),
        refused("pax-length-zero", pax("0 path=x\n"), "PAX"),
        refused("pax-length-short", pax("3 a=b\n"), "PAX"),
        refused("pax-length-long", pax("99 a=b\n"), "PAX"),
        refused("pax-length-huge", pax("9".repeat(50) + " a=b\n"), "PAX"),
        refused("pax-length-signed", pax("-6 a=b\n"), "PAX"),
        refused("pax-trailing-nul", pax("6 a=b\n\0"), "PAX"),
        refused("pax-nul-in-key", pax("8 a\0b=c\n"), "PAX"),
        refused("pax-huge", tar().add(header('x', "x").size(1L << 30)), "limit"),
        refused("gnu-name-huge", tar().add(header('L', "L").size(1L << 30)), "limit"),
        refused("pax-twice", tar().pax("path", "a").pax("path", "b").file("f", ""), "ambiguous"),
        refused("gnu-twice", tar().longName("a").longName("b").file("f", ""), "ambiguous"),
        refused("gnu-and-pax", tar().longName("a").pax("path", "b").file("f", ""), "ambiguous"),
        refused(
            "gnu-and-pax-link",
            tar().pax("linkpath", "a").longLink("b").add(header('2', "l")),
            "ambiguous"),
        refused("pax-before-global", tar().pax("a", "b").add(header('g', "g")), "ambiguous"),
        refused("pax-before-label", tar().pax("a", "b").add(header('V', "v")), "ambiguous"),
        refused("pax-at-end", tar().pax("path", "a"), "without its member"),
        refused("global-path", global("path", "x"), "global"),
        refused("global-size", global("size", "0"), "global"),
        refused("global-xattr", global("SCHILY.xattr.user.a", "x"), "global"),
        refused("global-sparse", global("GNU.sparse.major", "1"), "global"),
        refused("half-end", tar().raw(new byte[512]).file("f", ""), "half an end marker"),
        refused("holes-of-solaris", tar().pax("SUN.holesdata", " 0 1").file("f", ""), "sparse"));
  }

  private static TestTar file(String name) {
    return tar().file(name, "");
  }

  private static TestTar xattr(String name, String value) {
    return tar().pax("SCHILY.xattr." + name, value).file("f", "");
  }

  private static TestTar pax(String records) {
    return tar().add(header('x', "x"), records).file("f", "");
  }

  private static TestTar global(String key, String value) {
    return tar().add(header('g', "g"), TestTar.records(key, value)).file("f", "");
  }

  private static Arguments refused(String name, TestTar tar, String words) {
    return arguments(name, tar.end(), words);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"names", "links", "attributes", "structure"})
  void archive_thatIsUnsafe_isRefused(String name, byte[] tar, String words) {
    assertThatThrownBy(() -> TarContents.read(tar))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageStartingWith("tar member \"")
        .hasMessageContaining(" at byte ")
        .hasMessageContaining(words);
  }

  @Test
  void message_namesTheMemberEscapedAndWhere() {
    byte[] tar = tar().file("ok", "data").add(header('0', "etc/x\7\n").uid(-1)).end();

    assertThatThrownBy(() -> TarContents.read(tar))
        .hasMessage("tar member \"etc/x\\x07\\x0a\" at byte 1024: uid out of range: -1");
  }

  @Test
  void message_ofLongName_isShort() {
    byte[] tar = tar().longName("n".repeat(100_000)).file("f", "").end();

    assertThatThrownBy(() -> TarContents.read(tar))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).contains("nnn…\""));
  }

  @Test
  void reader_thatRefused_refusesAgain() {
    LayerTarReader reader = TarContents.reader(tar().file("..", "").file("f", "").end());

    assertThatThrownBy(reader::next).isInstanceOf(InvalidArchiveException.class);
    assertThatThrownBy(reader::next).isInstanceOf(InvalidArchiveException.class);
  }

  @Test
  void truncation_insideHeaderOrData_isRefused() throws IOException {
    int data = 1024 + 512 + 2000;
    for (int length = 0; length < DATA.length; length++) {
      byte[] cut = Arrays.copyOf(DATA, length);
      // Whole members, their padding or an end marker cut off at blocks, are an archive.
      boolean whole =
          length == 0
              || (length > 512 && length <= 1024)
              || (length >= data && length <= 3584)
              || (length > data && length % 512 == 0);
      if (whole) {
        assertThat(TarContents.paths(cut)).as("cut at %d", length).isNotNull();
      } else {
        assertThatThrownBy(() -> TarContents.read(cut))
            .as("cut at %d", length)
            .isInstanceOf(InvalidArchiveException.class)
            .hasMessageContaining("truncated");
      }
    }
  }

  @Test
  void truncation_insideDataThatIsRead_isRefused() throws IOException {
    LayerTarReader reader = TarContents.reader(Arrays.copyOf(DATA, 2000));
    assertThat(reader.next()).isNotNull();
    assertThat(reader.next()).isNotNull();

    assertThatThrownBy(() -> reader.data().readAllBytes())
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining("\"f\" at byte 1024: truncated");
  }

  @Test
  void limits_areKept() throws IOException {
    Limits limits = Limits.defaults().extensionBytes(100).entriesPerLayer(3);

    assertThat(within(limits, tar().longName("/".repeat(98) + "f").file("x", "").end())).isTrue();
    assertThat(within(limits, tar().longName("/".repeat(99) + "f").file("x", "").end())).isFalse();
    assertThat(within(limits, file("a").file("b", "").file("c", "").end())).isTrue();
    assertThat(within(limits, file("a").file("b", "").file("c", "").file("d", "").end())).isFalse();
  }

  @Test
  void limits_ofLinux_areKept() throws IOException {
    Limits limits = Limits.none();
    String long4096 = "d/".repeat(2047) + "ff";

    assertThat(within(limits, tar().longName(long4096).file("x", "").end())).isTrue();
    assertThat(within(limits, tar().longName(long4096 + "f").file("x", "").end())).isFalse();
    assertThat(within(limits, tar().longName("f".repeat(255)).file("x", "").end())).isTrue();
    assertThat(within(limits, tar().longName("f".repeat(256)).file("x", "").end())).isFalse();
    assertThat(within(limits, link("t".repeat(4096)))).isTrue();
    assertThat(within(limits, link("t".repeat(4097)))).isFalse();
    assertThat(within(limits, xattr("user.a", "v".repeat(65536)).end())).isTrue();
    assertThat(within(limits, xattr("user.a", "v".repeat(65537)).end())).isFalse();
  }

  private static byte[] link(String target) {
    return tar().longLink(target).add(header('2', "l").gnu().link("x")).end();
  }

  private static boolean within(Limits limits, byte[] tar) throws IOException {
    LayerTarReader reader = new LayerTarReader(new ByteArrayInputStream(tar), limits);
    try {
      while (reader.next() != null) {}
      return true;
    } catch (InvalidArchiveException e) {
      return false;
    }
  }
}
