package dev.lamina.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MountTableTest {
  private static final String ROOT =
      "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard,resuid=65534\n";

  private static MountTable.Entry overlay(String options) {
    return MountTable.parse("45 27 0:39 / /m ro,relatime - overlay overlay " + options + "\n")
        .at(Path.of("/m"))
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rw,lowerdir=/a | 1 | false",
        "rw,lowerdir=/a:/b,upperdir=/u,workdir=/w,uuid=on | 2 | true",
        "ro,lowerdir+=/a,lowerdir+=/b,lowerdir+=/c,redirect_dir=on | 3 | false",
        "rw,lowerdir=/a\\134:b:/c,upperdir=/u\\054\\040,workdir=/w | 2 | true",
        "rw,lowerdir=/a\\134\\134:/b | 2 | false",
        "rw,lowerdir+=/a:b,lowerdir+=/dev/fd/9 | 2 | false",
        "rw,lowerdir+=/a\\054upperdir=/x,lowerdir+=/b | 2 | false",
      })
  void entry_ofOverlay_hasLowersAndUpper(String options, int lowers, boolean upper) {
    MountTable.Entry entry = overlay(options);

    assertThat(entry.type()).isEqualTo("overlay");
    assertThat(entry.lowers()).isEqualTo(lowers);
    assertThat(entry.upper().isPresent()).isEqualTo(upper);
    assertThat(entry.isReadOnly()).isTrue();
  }

  @Test
  void entry_longLine_isRead() {
    String lowers = String.join(",", Collections.nCopies(500, "lowerdir+=/" + "x".repeat(250)));

    assertThat(overlay("ro," + lowers).lowers()).isEqualTo(500);
  }

  @Test
  void parse_optionalFields_areSkipped() {
    MountTable table =
        MountTable.parse("45 27 0:39 / /m rw,relatime shared:7 master:3 - tmpfs none rw,size=4k\n");

    assertThat(table.at(Path.of("/m")).orElseThrow().type()).isEqualTo("tmpfs");
    assertThat(table.at(Path.of("/m")).orElseThrow().isReadOnly()).isFalse();
  }

  @Test
  void parse_carriageReturnOrEmptySource_isNoEndOfALineOrField() {
    MountTable table = MountTable.parse("45 27 0:39 / /a\rb rw - tmpfs  rw\n" + ROOT);

    assertThat(table.in(Path.of("/a\rb"))).containsExactly(Path.of("/a\rb"));
    assertThat(table.at(Path.of("/a\rb")).orElseThrow().options()).containsExactly("rw");
    assertThat(table.at(Path.of("/")).orElseThrow().type()).isEqualTo("ext4");
  }

  @Test
  void at_escapesAndBytes_areTheName() {
    Path point = Path.of(URI.create("file:///a%20b%09%0A%5C%C3%A9%FF%23"));
    MountTable table =
        MountTable.parse(
            ROOT
                + "45 27 0:39 / /a\\040b\\011\\012\\134\u00c3\u00a9\u00ff\\043 rw - tmpfs none rw\n");

    assertThat(table.at(point).orElseThrow().type()).isEqualTo("tmpfs");
    assertThat(table.in(point)).containsExactly(point);
  }

  @Test
  void at_twoMountsAtOnePlace_isTheLast() {
    MountTable table =
        MountTable.parse(
            ROOT + "45 27 0:39 / /m rw - tmpfs none rw\n46 45 0:40 / /m rw - overlay none rw\n");

    assertThat(table.at(Path.of("/m")).orElseThrow().type()).isEqualTo("overlay");
    assertThat(table.at(Path.of("/n"))).isEmpty();
  }

  @Test
  void in_directory_isWhatIsBelowItLastFirst() {
    MountTable table =
        MountTable.parse(
            """
            27 1 254:0 / / rw - ext4 /dev/vda rw
            45 27 0:39 / /s/m rw - tmpfs none rw
            46 45 0:40 / /s/m/n rw - tmpfs none rw
            47 27 0:41 / /st rw - tmpfs none rw
            48 27 0:42 / /s rw - tmpfs none rw
            """);

    assertThat(table.in(Path.of("/s")))
        .containsExactly(Path.of("/s"), Path.of("/s/m/n"), Path.of("/s/m"));
  }
}
