package dev.lamina.internal.catalog;

import static dev.lamina.internal.catalog.CatalogExamples.adding;
import static dev.lamina.internal.catalog.CatalogExamples.reference;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
final class CatalogProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path root;

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  @Test
  void commits_ofFourProcesses_areAllThereInOneRow() throws Exception {
    int commits = 200;
    List<Process> processes = new ArrayList<>();
    try {
      for (int p = 0; p < 4; p++) {
        processes.add(CatalogProcess.start(root, p * 1000, commits));
      }
      for (Process process : processes) {
        assertThat(output(process).lines().count()).isEqualTo(commits);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }

    try (Catalog catalog = Catalog.open(root, Durability.FAST, PATIENCE)) {
      StoreState state = catalog.state();
      assertThat(state.sequence()).isEqualTo(4 * commits);
      assertThat(state.imageCount()).isEqualTo(4 * commits);
      for (int p = 0; p < 4; p++) {
        for (int i = 0; i < commits; i++) {
          assertThat(state.target(reference(p * 1000 + i))).isPresent();
        }
      }
    }
  }

  @Test
  void commit_processKilled_keepsWhatItAcknowledgedAndBlocksNobody() throws Exception {
    for (int round = 0; round < 4; round++) {
      int first = round * 100_000;
      int last = killAfter(3 + 40 * round, first);

      try (Catalog catalog = Catalog.open(root, Durability.FAST, PATIENCE)) {
        StoreState state = catalog.state();
        for (int i = first; i <= last; i++) {
          assertThat(state.target(reference(i))).as("commit " + i).isPresent();
        }
        assertThat(state.imageCount()).isEqualTo((int) state.sequence());
        int next = first + 99_999;
        assertThat(catalog.commit(s -> adding(next)).sequence()).isEqualTo(state.sequence() + 1);
      }
    }
  }

  /**
   * Kills a process after it has acknowledged so many commits; returns the last acknowledged one.
   */
  private int killAfter(int commits, int first) throws IOException, InterruptedException {
    Process process = CatalogProcess.start(root, first, 99_000);
    try (BufferedReader output = output(process)) {
      String last = "";
      for (int i = 0; i < commits; i++) {
        last = output.readLine();
      }
      // By its handle: the process itself would close the output, of which some may be unread.
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        last = line;
      }
      return Integer.parseInt(last);
    } finally {
      assertThat(process.destroyForcibly().waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
