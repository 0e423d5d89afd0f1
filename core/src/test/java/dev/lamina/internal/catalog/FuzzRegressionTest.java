package dev.lamina.internal.catalog;

import dev.lamina.fuzz.DerivedFilesFuzz;
import dev.lamina.fuzz.DocumentsFuzz;
import dev.lamina.fuzz.FuzzCorpus;
import dev.lamina.fuzz.InflateFuzz;
import dev.lamina.fuzz.ReferenceFuzz;
import dev.lamina.fuzz.TarFuzz;
import dev.lamina.fuzz.ZstdFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the inputs that are kept for each target of the fuzzer. */
final class FuzzRegressionTest {
  static Stream<Arguments> inputs() {
    return Stream.of(
            FuzzCorpus.of(TarFuzz.class, TarFuzz::fuzzerTestOneInput),
            FuzzCorpus.of(InflateFuzz.class, InflateFuzz::fuzzerTestOneInput),
            FuzzCorpus.of(ZstdFuzz.class, ZstdFuzz::fuzzerTestOneInput),
            FuzzCorpus.of(DocumentsFuzz.class, DocumentsFuzz::fuzzerTestOneInput),
            FuzzCorpus.of(ReferenceFuzz.class, ReferenceFuzz::fuzzerTestOneInput),
            FuzzCorpus.of(DerivedFilesFuzz.class, DerivedFilesFuzz::fuzzerTestOneInput),
            FuzzCorpus.of(JournalFuzz.class, JournalFuzz::fuzzerTestOneInput))
        .flatMap(inputs -> inputs);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void input_isReadOrRefused(String name, Path input, FuzzCorpus.Target target) throws IOException {
    target.fuzzerTestOneInput(Files.readAllBytes(input));
  }
}
