package dev.lamina.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The inputs that are kept for a target: those that seed it, and those that it once failed on. */
public final class FuzzCorpus {
  private static final Path CORPUS = Path.of("src/test/resources/dev/lamina/fuzz");

  private FuzzCorpus() {}

  /** What a fuzzer calls. */
  public interface Target {
    /** Reads an input, and fails if it is not read as it must be. */
    void fuzzerTestOneInput(byte[] data) throws IOException;
  }

  /** Returns the inputs of a target of this module, by their names. */
  public static Stream<Arguments> of(Class<?> type, Target target) {
    try (Stream<Path> inputs = Files.list(CORPUS.resolve(type.getSimpleName()))) {
      return inputs
          .sorted()
          .map(
              input ->
                  Arguments.of(type.getSimpleName() + "/" + input.getFileName(), input, target))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
