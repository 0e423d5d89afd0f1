package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UsageErrorsTest {
  @Test
  void run_tooManyArguments_saysWhatTheEngineSays() {
    Run run = Run.of("images", "other", "twin");

    assertThat(run)
        .isEqualTo(
            new Run(
                1,
                "",
                """
                "lamina images" requires at most 1 argument.
                See 'lamina images --help'.

                Usage:  lamina images [OPTIONS] [REPOSITORY[:TAG]]

                List images
                """));
  }

  @Test
  void run_tooFewArguments_saysWhatTheEngineSays() {
    Run run = Run.of("image", "inspect");

    assertThat(run)
        .isEqualTo(
            new Run(
                1,
                "",
                """
                "lamina image inspect" requires at least 1 argument.
                See 'lamina image inspect --help'.

                Usage:  lamina image inspect [OPTIONS] IMAGE [IMAGE...]

                Display detailed information on one or more images
                """));
  }

  @Test
  void run_argumentWhereNoneGoes_saysSo() {
    assertThat(Run.of("load", "x").err()).startsWith("\"lamina load\" accepts no arguments.\n");
    assertThat(Run.of("manifest").err())
        .startsWith("\"lamina manifest\" requires exactly 1 argument.\n");
    assertThat(Run.of("cat", "image").err())
        .startsWith("\"lamina cat\" requires at least 2 arguments.\n");
  }

  @Test
  void run_unknownCommandOrOption_isWrongUse() {
    assertThat(Run.of("nope", "x"))
        .isEqualTo(
            new Run(1, "", "lamina: 'nope' is not a lamina command.\nSee 'lamina --help'.\n"));
    assertThat(Run.of().exit()).isEqualTo(125);
    assertThat(Run.of("images", "--nope"))
        .isEqualTo(new Run(125, "", "unknown flag: --nope\nSee 'lamina images --help'.\n"));
    assertThat(Run.of("ps", "-Z").err()).startsWith("unknown shorthand flag: 'Z' in -Z\n");
  }

  @Test
  void run_badValue_saysWhatTheEngineSays() {
    assertThat(Run.of("ps", "-f", "nope"))
        .isEqualTo(
            new Run(
                125,
                "",
                """
                invalid argument "nope" for "-f, --filter" flag: bad format of filter (expected name=value)
                See 'lamina ps --help'.
                """));
    assertThat(Run.of("stop", "-t", "x", "c1").err())
        .startsWith("invalid argument \"x\" for \"-t, --time\" flag: ");
  }

  @Test
  void run_help_saysHowToUseIt() {
    Run run = Run.of("load", "--help");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("Usage: lamina load", "--input", "--platform");
  }
}
