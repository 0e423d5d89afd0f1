package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that fails rehearses nothing, and nobody would see it. */
final class RehearsalTest {
  @TempDir Path directory;

  @Test
  void commands_withTheStorageThatMountsAtNoDirectory_failAtMountAlone() throws IOException {
    assertThat(new Rehearsal(directory, "vfs").failed())
        .containsExactly("mount rehearsed %s/tree true");
  }
}
