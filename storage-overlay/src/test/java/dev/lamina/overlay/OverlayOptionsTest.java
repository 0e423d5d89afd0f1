package dev.lamina.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.IdMap;
import java.util.Optional;
import java.util.OptionalLong;
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
            .seLinuxContext("a:b:c:d")
            .idMap(IdMap.of(100000, 65536))
            .changesLimit(1 << 20);

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
                Optional.of("a:b:c:d"),
                Optional.of(IdMap.of(100000, 65536)),
                OptionalLong.of(1 << 20)));
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
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty()));
  }
}
