package dev.lamina.internal.catalog;

import static dev.lamina.internal.catalog.CatalogExamples.adding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand images: what a change writes is asserted, how long things take is only reported. */
final class CatalogSizeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int IMAGES = 10_000;
  private static final int REPETITIONS = 200;

  @TempDir Path root;

  /** Something to be measured. */
  @FunctionalInterface
  private interface Step {
    void run(int repetition) throws IOException;
  }

  private static String medianMicros(int repetitions, Step step) throws IOException {
    long[] nanos = new long[repetitions];
    for (int i = 0; i < repetitions; i++) {
      long start = System.nanoTime();
      step.run(i);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[repetitions / 2] / 1000 + " µs";
  }

  private Catalog open(Durability durability) {
    return Catalog.open(root, durability, PATIENCE);
  }

  private long size() throws IOException {
    return Files.size(root.resolve("catalog/journal"));
  }

  private long written(Catalog catalog, int number) throws IOException {
    long before = size();
    catalog.commit(state -> adding(number));
    return size() - before;
  }

  @Test
  void commit_tenThousandImages_writesNoMoreThanWithNone(TestReporter reporter) throws IOException {
    try (Catalog fast = open(Durability.FAST);
        Catalog full = open(Durability.FULL)) {
      long first = written(fast, 9_999_999);
      measure(reporter, "with no images", fast, full, 1_000_000);
      for (int i = 0; i < IMAGES; i += 1000) {
        List<Change> changes = new ArrayList<>();
        for (int j = i; j < i + 1000; j++) {
          changes.addAll(adding(j).changes());
        }
        fast.commit(state -> new Transaction(changes));
      }
      fast.compact();
      assertThat(fast.state().imageCount()).isGreaterThan(IMAGES);

      long last = written(fast, 8_999_999);
      measure(reporter, "with 10,000 images", fast, full, 2_000_000);

      assertThat(last).isBetween(first, first + 10);
    }
  }

  private void measure(
      TestReporter reporter, String when, Catalog fast, Catalog full, int firstNumber)
      throws IOException {
    StoreState unused = full.state();
    int number = firstNumber;
    reporter.publishEntry("journal " + when, size() + " bytes");
    reporter.publishEntry(
        "commit, FAST, " + when,
        medianMicros(REPETITIONS, i -> fast.commit(state -> adding(number + i))));
    reporter.publishEntry(
        "commit, FULL, " + when,
        medianMicros(REPETITIONS, i -> full.commit(state -> adding(number + REPETITIONS + i))));
    reporter.publishEntry(
        "state, unchanged, " + when,
        medianMicros(REPETITIONS, i -> assertThat(full.state()).isNotNull()));
    reporter.publishEntry("open, " + when, medianMicros(5, i -> open(Durability.FAST).close()));
    reporter.publishEntry("compact, FULL, " + when, medianMicros(5, i -> full.compact()));
  }
}
