package dev.lamina.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverlayProbeTest {
  @TempDir Path directory;

  @Test
  void kernel_overlayListed_works() throws IOException {
    Path listed = Files.writeString(directory.resolve("a"), "nodev\tproc\nnodev\toverlay\n");
    Path unlisted = Files.writeString(directory.resolve("b"), "nodev\tproc\n\text4\n");

    assertThat(OverlayProbe.kernel(listed).works()).isTrue();
    assertThat(OverlayProbe.kernel(unlisted).works()).isFalse();
    assertThat(OverlayProbe.kernel(unlisted).reason()).contains("modprobe overlay");
    assertThat(OverlayProbe.kernel(directory.resolve("none")).works()).isFalse();
  }

  @Test
  void capability_bitOfSysAdmin_decides() throws IOException {
    Path root = Files.writeString(directory.resolve("a"), "Name:\tx\nCapEff:\t000001ffffffffff\n");
    Path user = Files.writeString(directory.resolve("b"), "Name:\tx\nCapEff:\t0000000000000000\n");
    Path odd = Files.writeString(directory.resolve("c"), "CapEff:\tnone\n");

    assertThat(OverlayProbe.capability(root).works()).isTrue();
    assertThat(OverlayProbe.capability(user).works()).isFalse();
    assertThat(OverlayProbe.capability(odd).works()).isFalse();
  }

  @Test
  void explanation_hasALineForEachVerdict() {
    OverlayProbe probe = OverlayProbe.probe(directory);

    assertThat(probe.explanation().lines()).hasSameSizeAs(probe.verdicts());
    assertThat(probe.works()).isEqualTo(probe.mode().isPresent());
  }
}
