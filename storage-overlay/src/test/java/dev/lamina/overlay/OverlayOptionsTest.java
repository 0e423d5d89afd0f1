package dev.lamina.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OverlayOptionsTest {
  @Test
  void withers_each_changesItsOwnOnly() {
    OverlayOptions options =
        OverlayOptions.defaults()
            .unpacking(OverlayOptions.Unpacking.WHEN_MOUNTED)
            .mode(OverlayOptions.Mode.FUSE)
            .volatileMounts(true)
            .metacopy(true)
            .redirectDir(false)
            .index(false)
            .nodev(true)
            .nosuid(true)
            .noexec(true)
            .seLinuxContext("a:b:c:d");

    assertThat(options)
        .isEqualTo(
            new OverlayOptions(
                OverlayOptions.Unpacking.WHEN_MOUNTED,
                OverlayOptions.Mode.FUSE,
                true,
                true,
                false,
                false,
                true,
                true,
                true,
                Optional.of("a:b:c:d")));
  }

  @Test
  void defaults_areAsDocumented() {
    assertThat(OverlayOptions.defaults())
        .isEqualTo(
            new OverlayOptions(
                OverlayOptions.Unpacking.WHEN_LOADED,
                OverlayOptions.Mode.AUTO,
                false,
                false,
                true,
                true,
                false,
                false,
                false,
                Optional.empty()));
  }
}
