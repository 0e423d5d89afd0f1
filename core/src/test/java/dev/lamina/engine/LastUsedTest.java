package dev.lamina.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.lamina.Digest;
import dev.lamina.Durability;
import dev.lamina.faults.Faults;
import dev.lamina.faults.FaultyFileSystem;
import dev.lamina.internal.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastUsedTest {
  private static final Digest IMAGE = Digest.parse("sha256:" + "a".repeat(64));
  private static final Instant NOW = Instant.parse("2025-06-07T08:09:10Z");

  @TempDir private Path directory;

  /** Else a mount would be there of which nobody knows. */
  @Test
  void note_anyCallsFail_throwsNothing() throws IOException {
    Faults faults;
    int n = 0;
    do {
      n++;
      faults = Faults.from(n, Faults.Effect.FAIL).asleep();
      Path root = Files.createDirectory(directory.resolve("store" + n));
      try (Catalog catalog =
          Catalog.open(
              FaultyFileSystem.over(root, faults), Durability.FAST, Duration.ofSeconds(2))) {
        LastUsed used = new LastUsed(FaultyFileSystem.over(root, faults), catalog);
        faults.wake();
        assertThatCode(() -> used.note(IMAGE, NOW)).doesNotThrowAnyException();
        faults.sleep();
      }
    } while (faults.happened());
    assertThat(n).isGreaterThan(5);
  }
}
