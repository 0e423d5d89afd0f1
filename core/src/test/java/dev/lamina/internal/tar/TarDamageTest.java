package dev.lamina.internal.tar;

import static dev.lamina.internal.tar.TestTar.header;
import static dev.lamina.internal.tar.TestTar.tar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged archives: read, or refused with the one exception; never another, never without end. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class TarDamageTest {
  private static final byte[] MIXED =
      tar()
          .directory("./")
          .file("a", "content of a")
          .longLink("t".repeat(200))
          .longName("n".repeat(200))
          .add(header('2', "l").gnu().link("x"))
          .pax("path", "p/q", "mtime", "1.5", "SCHILY.xattr.user.a", "b", "size", "3", "uid", "7")
          .add(header('0', "short"), "abc")
          .add(header('g', "g"), TestTar.records("gid", "5", "comment", "c"))
          .add(header('1', "h").link("a"))
          .add(header('3', "c").device(1, 3))
          .pax("GNU.sparse.major", "1", "GNU.sparse.minor", "0", "GNU.sparse.realsize", "1000")
          .add(header('0', "s"), "1\n5\n3\n" + "\0".repeat(506) + "xyz")
          .pax(
              "GNU.sparse.size",
              "100",
              "GNU.sparse.map",
              "1,1,50,2",
              "LIBARCHIVE.xattr.user.x",
              "eA")
          .add(header('0', "s01"), "xyz")
          .add(header('S', "s").gnu().size(2).octal(386, 12, 1).octal(398, 12, 2).octal(483, 12, 9))
          .data(new byte[2])
          .file("d/.wh.x", "")
          .file("d/.wh..wh..opq", "")
          .add(header('V', "label"))
          .add(header('\0', "v7/").v7())
          .file("last", "z".repeat(1500))
          .end();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4})
  void archive_withFlippedBytes_isReadOrRefused(int seed) throws IOException {
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 2_500; round++) {
      byte[] tar = MIXED.clone();
      int flips = 1 + random.nextInt(4);
      for (int i = 0; i < flips; i++) {
        int at = random.nextInt(tar.length);
        tar[at] = random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (tar[at] + 1);
        if (random.nextInt(4) > 0) {
          repairChecksum(tar, at);
        }
      }
      refused += isRefused(tar) ? 1 : 0;
    }
    assertThat(refused).isBetween(250, 2_475);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2})
  void archive_ofShuffledBlocks_isReadOrRefused(int seed) throws IOException {
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 2_500; round++) {
      byte[] tar = MIXED.clone();
      int moves = 1 + random.nextInt(6);
      for (int i = 0; i < moves; i++) {
        int from = random.nextInt(tar.length / 512) * 512;
        int to = random.nextInt(tar.length / 512) * 512;
        System.arraycopy(MIXED, from, tar, to, 512);
      }
      refused += isRefused(tar) ? 1 : 0;
    }
    assertThat(refused).isBetween(250, 2_499);
  }

  @Test
  void archive_cutAnywhere_isReadOrRefused() throws IOException {
    int refused = 0;
    for (int length = 0; length < MIXED.length; length++) {
      refused += isRefused(Arrays.copyOf(MIXED, length)) ? 1 : 0;
    }
    assertThat(refused).isBetween(MIXED.length / 2, MIXED.length - 10);
  }

  /** With a right checksum, damage gets further than the first look. */
  private static void repairChecksum(byte[] tar, int at) {
    int start = at / 512 * 512;
    if (at % 512 < 148 || at % 512 >= 156) {
      TestTar.Header header = header('0', "").put(0, Arrays.copyOfRange(tar, start, start + 512));
      System.arraycopy(header.block(), 148, tar, start + 148, 8);
    }
  }

  private static boolean isRefused(byte[] tar) throws IOException {
    LayerTarReader reader = new LayerTarReader(new ByteArrayInputStream(tar), Limits.defaults());
    byte[] buffer = new byte[700];
    int members = 0;
    long last = -1;
    try {
      for (TarMember member = reader.next(); member != null; member = reader.next()) {
        assertThat(member.headerOffset()).isGreaterThan(last);
        assertThat(member.dataOffset() % 512).isZero();
        last = member.headerOffset();
        members++;
        if (members % 2 == 0) {
          while (reader.read(buffer, 0, buffer.length) >= 0) {}
        }
      }
      return false;
    } catch (InvalidArchiveException e) {
      assertThat(e.getMessage().chars()).noneMatch(c -> c < 0x20);
      return true;
    }
  }
}
