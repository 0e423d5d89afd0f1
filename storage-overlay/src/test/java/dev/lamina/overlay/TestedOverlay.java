package dev.lamina.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How tests mount: by what {@code -Dlamina.overlay.mode} says. They are skipped where that does not
 * work, unless {@code -Dlamina.overlay.required=true} has them fail.
 */
final class TestedOverlay {
  private TestedOverlay() {}

  static OverlayOptions options() {
    return OverlayOptions.defaults()
        .mode(OverlayOptions.Mode.valueOf(System.getProperty("lamina.overlay.mode", "AUTO")));
  }

  /** Has the test go on only if a store in a directory can be mounted. */
  static void require(Path directory) throws IOException {
    OverlayProbe probe = KnownProbes.of(directory, options());
    if (Boolean.getBoolean("lamina.overlay.required")) {
      assertThat(probe.works()).as(probe.explanation()).isTrue();
    }
    assumeTrue(probe.works(), probe.explanation());
  }

  /** Has the test go on only if the kernel mounts, for somebody who may make files of all kinds. */
  static void requireOfRoot(Path directory) throws IOException {
    require(directory);
    OverlayProbe probe = KnownProbes.of(directory, options());
    assumeTrue(
        probe.mode().equals(Optional.of(OverlayProbe.Mode.KERNEL))
            && probe.has(OverlayProbe.Feature.TRUSTED_XATTRS),
        "needs mounts of the kernel, by root");
  }
}
