package dev.lamina.internal.tar;

import static dev.lamina.internal.tar.TestTar.header;
import static dev.lamina.internal.tar.TestTar.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.internal.tar.TarContents.Content;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader makes of each kind of member; the refusals are in {@link TarRefusalTest}. */
final class LayerTarReaderTest {
  @Test
  void members_ofAllTypes_areEntries() throws IOException {
    byte[] tar =
        tar()
            .add(header('5', "d/").mode(01777).uid(1000).gid(50).mtime(5))
            .file("d/f", "data")
            .add(header('2', "d/s").mode(0777).link("../../x"))
            .add(header('1', "d/h").link("./d/f"))
            .add(header('3', "d/c").device(1, 3))
            .add(header('4', "d/b").device(7, 200))
            .add(header('6', "d/p"))
            .end();

    List<LayerEntry> entries = TarContents.read(tar).stream().map(Content::entry).toList();

    assertThat(entries)
        .extracting(e -> e.getClass().getSimpleName() + " " + e.path())
        .containsExactly(
            "Directory d",
            "File d/f",
            "Symlink d/s",
            "HardLink d/h",
            "Device d/c",
            "Device d/b",
            "Fifo d/p");
    LayerEntry.Directory directory = (LayerEntry.Directory) entries.get(0);
    assertThat(directory.attributes().mode()).isEqualTo(01777);
    assertThat(directory.attributes().uid()).isEqualTo(1000);
    assertThat(directory.attributes().gid()).isEqualTo(50);
    assertThat(directory.attributes().modifiedNanos()).isEqualTo(5_000_000_000L);
    assertThat(((LayerEntry.File) entries.get(1)).size()).isEqualTo(4);
    assertThat(((LayerEntry.Symlink) entries.get(2)).target()).isEqualTo("../../x".getBytes(UTF_8));
    assertThat(((LayerEntry.HardLink) entries.get(3)).target()).hasToString("d/f");
    assertThat((LayerEntry.Device) entries.get(5))
        .extracting(LayerEntry.Device::block, LayerEntry.Device::major, LayerEntry.Device::minor)
        .containsExactly(true, 7, 200);
  }

  @Test
  void offsets_pointAtTheMembersBytes() throws IOException {
    byte[] tar =
        tar()
            .file("a", "first")
            .pax("mtime", "1.5")
            .file("b", "x".repeat(1000))
            .file("c", "")
            .end();

    List<Content> contents = TarContents.read(tar);

    assertThat(contents)
        .extracting(c -> c.member().headerOffset())
        .containsExactly(0L, 1024L, 3584L);
    assertThat(contents)
        .extracting(c -> c.member().dataOffset())
        .containsExactly(512L, 2560L, 4096L);
    assertThat(contents).extracting(c -> c.member().storedSize()).containsExactly(5L, 1000L, 0L);
    assertThat(contents)
        .allSatisfy(c -> assertThat(TarContents.slice(tar, c.member())).isEqualTo(c.stored()));
  }

  @ParameterizedTest
  @CsvSource({
    "./a/b, a/b",
    "/a/b, a/b",
    "//a//./b///, a/b",
    "a/../b, b",
    "a/b/../../c, c",
    "a/./b/.., a",
    "..., ...",
    "a/..n, a/..n",
    "'..\\x', '..\\x'",
    "./., ''",
    "a/.., ''",
    "/, ''",
  })
  void name_withOddComponents_isCleaned(String name, String path) throws IOException {
    byte[] tar = tar().directory(name).end();

    LayerEntry entry = TarContents.single(tar);

    assertThat(entry).isInstanceOf(LayerEntry.Directory.class);
    assertThat(entry.path()).hasToString(path);
  }

  @Test
  void name_ofBytesThatAreNoUtf8_isKept() throws IOException {
    byte[] tar = tar().add(header('0', "").put(0, "l\u00e9")).end();

    LayerEntry entry = TarContents.single(tar);

    assertThat(entry.path().bytes()).containsExactly('l', 0xe9);
  }

  @Test
  void name_inPrefix_isJoined() throws IOException {
    assertThat(TarContents.paths(tar().add(header('0', "n").prefix("a/b")).end()))
        .containsExactly("a/b/n");
  }

  @Test
  void name_ofFullLength_isWhole() throws IOException {
    byte[] tar = tar().add(header('0', "n".repeat(100)).prefix("p".repeat(155))).end();

    assertThat(TarContents.paths(tar)).containsExactly("p".repeat(155) + "/" + "n".repeat(100));
  }

  @Test
  void prefix_inStarHeader_endsBeforeTimes() throws IOException {
    TestTar.Header star =
        header('0', "n")
            .prefix("p".repeat(131))
            .put(476, "14214512131 14214512131 ")
            .put(508, "tar\0");

    assertThat(TarContents.paths(tar().add(star).end())).containsExactly("p".repeat(131) + "/n");
  }

  @Test
  void prefix_inGnuHeader_isTimes() throws IOException {
    TestTar.Header gnu = header('0', "n").gnu().prefix("14214512131 14214512131 ");

    assertThat(TarContents.paths(tar().add(gnu).end())).containsExactly("n");
  }

  @Test
  void prefix_inGnuHeaderOfOldGo_isJoined() throws IOException {
    TestTar.Header go = header('0', "n").gnu().prefix("a/very/long/directory");

    assertThat(TarContents.paths(tar().add(go).end())).containsExactly("a/very/long/directory/n");
  }

  @Test
  void longNames_ofGnu_count() throws IOException {
    String name = "n".repeat(200);
    String target = "t".repeat(300);
    byte[] tar =
        tar().longLink(target).longName("d/" + name).add(header('2', "d/nnn").link("ttt")).end();

    LayerEntry.Symlink link = (LayerEntry.Symlink) TarContents.single(tar);

    assertThat(link.path()).hasToString("d/" + name);
    assertThat(link.target()).isEqualTo(target.getBytes(UTF_8));
  }

  @Test
  void pax_recordsBeatTheHeader() throws IOException {
    byte[] tar =
        tar()
            .pax(
                "path",
                "long/näme",
                "uid",
                "4294967294",
                "gid",
                "7",
                "mtime",
                "-1.25",
                "uname",
                "root",
                "comment",
                "=\n=",
                "hdrcharset",
                "BINARY")
            .file("short", "1")
            .file("next", "2")
            .end();

    List<Content> contents = TarContents.read(tar);

    LayerEntry.File file = (LayerEntry.File) contents.get(0).entry();
    assertThat(file.path()).hasToString("long/näme");
    assertThat(file.attributes().uid()).isEqualTo(4294967294L);
    assertThat(file.attributes().gid()).isEqualTo(7);
    assertThat(file.attributes().modifiedNanos()).isEqualTo(-1_250_000_000L);
    LayerEntry.File next = (LayerEntry.File) contents.get(1).entry();
    assertThat(next.path()).hasToString("next");
    assertThat(next.attributes().uid()).isZero();
  }

  @Test
  void pax_size_hidesNoMember() throws IOException {
    byte[] hidden = tar().file("inner", "smuggled").bytes();
    byte[] tar =
        tar()
            .pax("size", String.valueOf(hidden.length))
            .add(header('0', "outer").size(0))
            .raw(hidden)
            .file("after", "after")
            .end();

    List<Content> contents = TarContents.read(tar);

    assertThat(contents).extracting(Content::path).containsExactly("outer", "after");
    assertThat(contents.get(0).stored()).isEqualTo(hidden);
  }

  @Test
  void pax_emptyValue_takesBack() throws IOException {
    byte[] tar =
        tar()
            .add(header('g', "g"), TestTar.records("uid", "5", "gid", "6"))
            .pax("path", "other", "path", "", "uid", "")
            .add(header('0', "kept").uid(9))
            .end();

    LayerEntry.File file = (LayerEntry.File) TarContents.single(tar);

    assertThat(file.path()).hasToString("kept");
    assertThat(file.attributes().uid()).isEqualTo(9);
    assertThat(file.attributes().gid()).isEqualTo(6);
  }

  @Test
  void pax_ofTwoRecordsWithOneKey_theLastCounts() throws IOException {
    assertThat(TarContents.paths(tar().pax("path", "1", "path", "2").file("3", "").end()))
        .containsExactly("2");
  }

  @Test
  void pax_ofSolaris_counts() throws IOException {
    byte[] tar = tar().add(header('X', "x"), TestTar.records("path", "p")).file("f", "").end();

    assertThat(TarContents.paths(tar)).containsExactly("p");
  }

  @Test
  void globalPax_countsUntilTheNext() throws IOException {
    byte[] tar =
        tar()
            .add(header('g', "g"), TestTar.records("mtime", "3", "comment", "c"))
            .file("a", "")
            .file("b", "")
            .add(header('g', "g"), TestTar.records("mtime", ""))
            .file("c", "")
            .end();

    List<Content> contents = TarContents.read(tar);

    assertThat(contents)
        .extracting(c -> ((LayerEntry.File) c.entry()).attributes().modifiedNanos() / 1_000_000_000)
        .containsExactly(3L, 3L, 1_700_000_000L);
  }

  @Test
  void globalPax_inLongRow_isRead() throws IOException {
    TestTar tar = tar();
    for (int i = 0; i < 20_000; i++) {
      tar.add(header('g', "g"), "");
    }

    assertThat(TarContents.paths(tar.file("f", "").end())).containsExactly("f");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "12, 12000000000",
    "1.5, 1500000000",
    "1., 1000000000",
    "-0.000000001, -1",
    "-5, -5000000000",
    "1700000000.123456789999, 1700000000123456789",
    "68719476736, 9223372036854775807",
    "9223372036.854775807, 9223372036854775807",
    "9223372036.9, 9223372036854775807",
    "-9223372037, -9223372036854775808",
    "99999999999999999999999999999999999999, 9223372036854775807",
    "-99999999999999999999999999999999999999, -9223372036854775808",
  })
  void paxTime_isTheNearestNanosecondsThatFit(String time, long nanos) throws IOException {
    LayerEntry.File file =
        (LayerEntry.File) TarContents.single(tar().pax("mtime", time).file("f", "").end());

    assertThat(file.attributes().modifiedNanos()).isEqualTo(nanos);
  }

  @ParameterizedTest
  @CsvSource({"-1, -1000000000", "68719476736, 9223372036854775807"})
  void headerTime_inBase256_isTheNearestNanosecondsThatFit(long seconds, long nanos)
      throws IOException {
    byte[] tar = tar().add(header('0', "f").base256(136, 12, seconds)).end();

    LayerEntry.File file = (LayerEntry.File) TarContents.single(tar);

    assertThat(file.attributes().modifiedNanos()).isEqualTo(nanos);
  }

  @Test
  void mode_withTypeBits_keepsThePermissions() throws IOException {
    LayerEntry.File file =
        (LayerEntry.File) TarContents.single(tar().add(header('0', "f").mode(0106755)).end());

    assertThat(file.attributes().mode()).isEqualTo(06755);
  }

  @Test
  void xattrs_ofUserAndSecurity_areKept() throws IOException {
    byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '\n', '=', 0, (byte) 0xff};
    byte[] tar =
        tar()
            .add(
                header('x', "x"),
                TarContents.concat(
                    TestTar.record("SCHILY.xattr.security.capability", capability),
                    TestTar.records(
                        "SCHILY.xattr.user.note", "✓",
                        "SCHILY.xattr.user.empty", "",
                        "SCHILY.xattr.user.a=b", "",
                        "SCHILY.xattr.security.selinux", "label\0",
                        "SCHILY.xattr.security.ima", "signature",
                        "SCHILY.xattr.trusted.k", "v",
                        "SCHILY.xattr.system.posix_acl_access", "acl",
                        "SCHILY.xattr.user.", "v",
                        "SCHILY.xattr.com.apple.quarantine", "q",
                        "SCHILY.acl.access", "user::rwx")))
            .file("f", "")
            .end();

    LayerEntry.File file = (LayerEntry.File) TarContents.single(tar);

    assertThat(file.attributes().xattrs())
        .containsOnlyKeys("security.capability", "user.note", "user.empty", "user.a")
        .containsEntry("security.capability", capability)
        .containsEntry("user.note", "✓".getBytes(UTF_8))
        .containsEntry("user.empty", new byte[0])
        .containsEntry("user.a", "b=".getBytes(UTF_8));
  }

  @Test
  void xattrs_ofLibarchive_areDecodedAndGiveWay() throws IOException {
    byte[] tar =
        tar()
            .pax(
                "LIBARCHIVE.xattr.user.a%3Db", "WFla",
                "SCHILY.xattr.user.both", "schily",
                "LIBARCHIVE.xattr.user.both", "WFla",
                "LIBARCHIVE.xattr.user.padded", "eA==",
                "LIBARCHIVE.xattr.user.unpadded", "eA")
            .file("f", "")
            .end();

    Map<String, byte[]> xattrs = ((LayerEntry.File) TarContents.single(tar)).attributes().xattrs();

    assertThat(xattrs)
        .hasSize(4)
        .containsEntry("user.a=b", "XYZ".getBytes(UTF_8))
        .containsEntry("user.both", "schily".getBytes(UTF_8))
        .containsEntry("user.padded", "x".getBytes(UTF_8))
        .containsEntry("user.unpadded", "x".getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "etc/.wh.passwd, Whiteout, etc/passwd",
    ".wh.etc, Whiteout, etc",
    "./etc/.wh..hidden, Whiteout, etc/.hidden",
    ".wh....., Whiteout, ....",
    "etc/.wh..wh..opq, Opaque, etc",
    ".wh..wh..opq, Opaque, ''",
    ".whx, File, .whx",
    "a.wh.b, File, a.wh.b",
    ".WH.c, File, .WH.c",
  })
  void whiteout_isKnownByItsName(String name, String type, String path) throws IOException {
    LayerEntry entry = TarContents.single(tar().file(name, "").end());

    assertThat(entry.getClass().getSimpleName()).isEqualTo(type);
    assertThat(entry.path()).hasToString(path);
  }

  @ParameterizedTest
  @ValueSource(chars = {'0', '1', '2', '3', '5', '6'})
  void whiteout_ofAnyType_isOne(char type) throws IOException {
    byte[] tar = tar().add(header(type, "a/.wh.b").link("a/.wh.c")).end();

    assertThat(TarContents.single(tar)).isEqualTo(new LayerEntry.Whiteout(EntryPath.parse("a/b")));
  }

  @Test
  void whiteout_withData_hasNone() throws IOException {
    List<Content> contents =
        TarContents.read(tar().file("a/.wh.b", "data").file("next", "n").end());

    assertThat(contents).extracting(Content::path).containsExactly("a/b", "next");
    assertThat(contents.get(0).member().storedSize()).isZero();
    assertThat(contents.get(0).stored()).isEmpty();
  }

  @Test
  void whiteout_ofTheLongestName_isRead() throws IOException {
    String name = "n".repeat(255);

    assertThat(TarContents.paths(tar().longName(".wh." + name).file("x", "").end()))
        .containsExactly(name);
  }

  @Test
  void aufsMetadata_isSkipped() throws IOException {
    byte[] tar =
        tar()
            .directory(".wh..wh.plnk/")
            .file(".wh..wh.plnk/1.2", "data")
            .file(".wh..wh.aufs", "")
            .directory("a/.wh..wh.orph")
            .file("ok", "ok")
            .end();

    assertThat(TarContents.paths(tar)).containsExactly("ok");
  }

  @Test
  void directory_ofV7_isKnownByItsSlash() throws IOException {
    byte[] tar =
        tar()
            .add(header('\0', "d/").v7().size(1))
            .add(header('0', "e/"))
            .add(header('\0', "d/f").v7(), "data")
            .end();

    assertThat(TarContents.read(tar))
        .extracting(c -> c.entry().getClass().getSimpleName() + " " + c.path())
        .containsExactly("Directory d", "Directory e", "File d/f");
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '4', '5', '6'})
  void size_ofWhatIsNoFile_meansNothing(char type) throws IOException {
    byte[] tar =
        tar().add(header(type, "x").link("y").device(1, 3).size(512)).file("next", "n").end();

    assertThat(TarContents.paths(tar)).containsExactly("x", "next");
  }

  @Test
  void vendorTypes_thatAreNoFiles_areSkipped() throws IOException {
    byte[] tar =
        tar()
            .add(header('V', "label"))
            .add(header('A', "f"), "solaris acl")
            .add(header('7', "contiguous"), "data")
            .end();

    List<Content> contents = TarContents.read(tar);

    assertThat(contents).extracting(Content::path).containsExactly("contiguous");
    assertThat(contents.get(0).stored()).isEqualTo("data".getBytes(UTF_8));
  }

  @Test
  void numbers_inOddForms_areRead() throws IOException {
    byte[] tar =
        tar()
            .add(
                header('0', "f")
                    .put(100, "   644 \0")
                    .put(108, "      \0 ")
                    .put(116, "01234567")
                    .base256(124, 12, 4))
            .data("data".getBytes(UTF_8))
            .end();

    Content content = TarContents.read(tar).get(0);

    LayerEntry.File file = (LayerEntry.File) content.entry();
    assertThat(content.stored()).isEqualTo("data".getBytes(UTF_8));
    assertThat(file.attributes().mode()).isEqualTo(0644);
    assertThat(file.attributes().uid()).isZero();
    assertThat(file.attributes().gid()).isEqualTo(01234567);
  }

  @Test
  void checksum_ofSignedBytes_isRight() throws IOException {
    assertThat(TarContents.paths(tar().add(header('0', "näme").signedChecksum()).end()))
        .containsExactly("näme");
  }

  @Test
  void end_inEachForm_isRead() throws IOException {
    byte[] tar = tar().file("f", "data").bytes();

    assertThat(TarContents.paths(new byte[0])).isEmpty();
    assertThat(TarContents.paths(new byte[512])).isEmpty();
    assertThat(TarContents.paths(new byte[1024])).isEmpty();
    assertThat(TarContents.paths(tar)).containsExactly("f");
    assertThat(TarContents.paths(TarContents.concat(tar, new byte[512]))).containsExactly("f");
    assertThat(TarContents.paths(Arrays.copyOf(tar, 512 + 4))).containsExactly("f");
    assertThat(TarContents.paths(Arrays.copyOf(tar, 512 + 99))).containsExactly("f");
  }

  @Test
  void end_leavesWhatFollowsUnread() throws IOException {
    byte[] tar = tar().file("f", "data").end();
    byte[] all = TarContents.concat(tar, tar().file("smuggled", "x").end());
    ByteArrayInputStream in = new ByteArrayInputStream(all);
    LayerTarReader reader = new LayerTarReader(in, Limits.defaults());

    assertThat(reader.next()).isNotNull();
    assertThat(reader.position()).isEqualTo(512);
    assertThat(reader.next()).isNull();

    assertThat(reader.next()).isNull();
    assertThat(reader.position()).isEqualTo(tar.length);
    assertThat(in.available()).isEqualTo(all.length - tar.length);
  }

  @Test
  void data_readInParts_isSkippedFromThere() throws IOException {
    byte[] tar = tar().file("a", "x".repeat(2000) + "y").file("b", "b").end();
    LayerTarReader reader = TarContents.reader(tar);
    assertThat(reader.next()).isNotNull();
    byte[] part = new byte[1500];

    assertThat(reader.read(part, 0, 1500)).isEqualTo(1500);
    assertThat(reader.position()).isEqualTo(2012);
    assertThat(reader.next().entry().path()).hasToString("b");

    assertThat(reader.read(part, 0, 10)).isEqualTo(1);
    assertThat(reader.read(part, 0, 10)).isEqualTo(-1);
    assertThat(reader.next()).isNull();
  }

  @Test
  void data_ofMemberLeft_isRefused() throws IOException {
    LayerTarReader reader = TarContents.reader(tar().file("a", "a").file("b", "b").end());
    assertThat(reader.next()).isNotNull();
    InputStream data = reader.data();
    assertThat(reader.next()).isNotNull();

    assertThatThrownBy(data::read).isInstanceOf(IOException.class).hasMessageContaining("moved on");
    assertThat(reader.data().read()).isEqualTo('b');
  }

  @Test
  void stream_thatSkipsAndReadsLittle_isRead() throws IOException {
    byte[] tar = tar().file("a", "x".repeat(10_000)).pax("path", "p").file("b", "data").end();
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(tar)) {
          private int calls;

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 7));
          }

          @Override
          public long skip(long count) throws IOException {
            return calls++ % 2 == 0 ? 0 : super.skip(Math.min(count, 100));
          }
        };
    LayerTarReader reader = new LayerTarReader(slow, Limits.defaults());

    assertThat(reader.next().entry().path()).hasToString("a");
    assertThat(reader.next().entry().path()).hasToString("p");
    assertThat(new String(reader.data().readAllBytes(), UTF_8)).isEqualTo("data");
    assertThat(reader.next()).isNull();
    assertThat(reader.position()).isEqualTo(tar.length);
  }

  @Test
  void file_thatEndsInsideSkippedData_isRefused(@TempDir Path directory) throws IOException {
    byte[] tar = tar().file("a", "x".repeat(10_000)).end();
    Path file = directory.resolve("cut.tar");
    Files.write(file, Arrays.copyOf(tar, 512 + 9_999));

    try (InputStream in = new FileInputStream(file.toFile())) {
      LayerTarReader reader = new LayerTarReader(in, Limits.defaults());
      assertThat(reader.next()).isNotNull();

      assertThatThrownBy(reader::next)
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining("truncated");
    }
  }

  @Test
  void stream_thatFails_isNotReadOn() throws IOException {
    InputStream failing =
        new InputStream() {
          private boolean failed;

          @Override
          public int read() throws IOException {
            if (failed) {
              return -1;
            }
            failed = true;
            throw new IOException("disk on fire");
          }
        };
    LayerTarReader reader = new LayerTarReader(failing, Limits.defaults());

    assertThatThrownBy(reader::next).hasMessage("disk on fire");
    assertThatThrownBy(reader::next).isInstanceOf(InvalidArchiveException.class);
  }
}
