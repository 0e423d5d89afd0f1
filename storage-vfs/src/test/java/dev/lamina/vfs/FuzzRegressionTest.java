package dev.lamina.vfs;

import dev.lamina.fuzz.FuzzCorpus;
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
    return Stream.concat(
        FuzzCorpus.of(LoadFuzz.class, LoadFuzz::fuzzerTestOneInput),
        FuzzCorpus.of(UpperLogFuzz.class, UpperLogFuzz::fuzzerTestOneInput));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void input_isReadOrRefused(String name, Path input, FuzzCorpus.Target target) throws IOException {
    target.fuzzerTestOneInput(Files.readAllBytes(input));
  }
}
