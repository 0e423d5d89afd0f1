package dev.lamina.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What these tests need of the machine. They are skipped where it is missing, unless {@code
 * -Dlamina.processes.required=true} has them fail.
 */
final class Needed {
  private Needed() {}

  /** Has the test go on only if something is as it has to be. */
  static void that(boolean isThere, String explanation) {
    if (Boolean.getBoolean("lamina.processes.required")) {
      assertThat(isThere).as(explanation).isTrue();
    }
    assumeTrue(isThere, explanation);
  }

  /** Has the test go on only if a program is installed. */
  static void program(String name) {
    boolean isInstalled =
        Stream.of((System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    that(isInstalled, name + " is not installed");
  }

  /** Has the test go on only for somebody who may mount. */
  static void root() {
    that("root".equals(System.getProperty("user.name")), "needs root");
  }

  /** Returns how often to try: some times, or what {@code -Dlamina.rounds} says. */
  static int rounds(int usual) {
    return Integer.getInteger("lamina.rounds", usual);
  }

  /** Returns how often to cut the power: some times, or what {@code -Dlamina.cuts} says. */
  static int cuts(int usual) {
    return Integer.getInteger("lamina.cuts", usual);
  }

  /** Returns the seed of all that is random; {@code -Dlamina.seed} repeats a run. */
  static long seed() {
    return Long.getLong("lamina.seed", System.nanoTime());
  }

  /** Says what was measured. */
  static void report(String format, Object... arguments) {
    System.out.println(format.formatted(arguments));
  }
}
