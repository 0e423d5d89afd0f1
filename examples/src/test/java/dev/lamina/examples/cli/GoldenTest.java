package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Replays recordings of a real engine, step by step, each on a store of its own. */
final class GoldenTest {
  private static final List<String> RECORDINGS =
      List.of(
          "01-list",
          "02-list-bare",
          "03-list-filter",
          "04-list-format",
          "06-configs",
          "07-name-id",
          "08-inspect",
          "09-ambiguous",
          "10-history",
          "11-tag",
          "12-tag-dangling",
          "13-load-moves",
          "14-invalid",
          "15-rmi-tag",
          "16-rmi-id",
          "17-rmi-many",
          "18-rmi-several",
          "19-rmi-shared",
          "20-rmi-chain",
          "21-rmi-chain-bare",
          "22-rmi-noprune",
          "23-rmi-children",
          "24-rmi-children",
          "32-rmi-tag",
          "33-prune",
          "35-inspect",
          "37-load-moves",
          "38-container-child",
          "39-ps-ancestor",
          "42-prune",
          "43-prune-bare",
          "47-load-bad",
          "48-load-messages");

  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicContainer> run_recordedCommand_saysWhatTheEngineSaid() throws URISyntaxException {
    Path golden =
        Path.of(GoldenTest.class.getResource("/dev/lamina/examples/golden/fixtures").toURI());

    return RECORDINGS.stream().map(name -> replay(name, golden.toString()));
  }

  private DynamicContainer replay(String name, String fixtures) {
    GoldenText texts = new GoldenText();
    String root = directory.resolve(name).toString();
    List<DynamicTest> tests = new ArrayList<>();
    for (GoldenStep step : GoldenStep.of(name)) {
      tests.add(dynamicTest(step.command(), () -> check(step, root, fixtures, texts)));
    }
    return dynamicContainer(name, tests);
  }

  private static void check(GoldenStep step, String root, String fixtures, GoldenText texts) {
    ShellLine line = ShellLine.parse(step.command().replace("$F", fixtures));

    Run run = line.run(List.of("--root", root));

    assertThat(run.exit()).as(run.toString()).isEqualTo(step.exit());
    if (!step.isByExitAlone()) {
      checkText(step.stdout(), run.out(), texts);
      checkText(
          step.stderr().replace("docker ", "lamina "), run.err().replace(fixtures, "$F"), texts);
    }
  }

  private static void checkText(String expected, String actual, GoldenText texts) {
    if (!texts.isEqual(expected, actual)) {
      // They differ, save for marks; so this shows where. Engines leave the order of rows of one
      // time to chance.
      assertThat(GoldenText.masked(actual).lines())
          .containsExactlyInAnyOrderElementsOf(GoldenText.masked(expected).lines().toList());
    }
  }
}
