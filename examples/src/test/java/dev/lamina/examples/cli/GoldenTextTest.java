package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GoldenTextTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  private final GoldenText texts = new GoldenText();

  @Test
  void isEqual_differentText_isFalse() {
    assertThat(texts.isEqual("one\n", "one\n")).isTrue();
    assertThat(texts.isEqual("one\n", "two\n")).isFalse();
    assertThat(texts.isEqual("one\n", "one\none\n")).isFalse();
  }

  @Test
  void isEqual_mark_standsForTheSameDigitsEverywhere() {
    assertThat(texts.isEqual("<hex:1> <hex:1>", A + " " + B)).isFalse();
    assertThat(texts.isEqual("<hex:1> <hex:1>", A + " " + A)).isTrue();

    assertThat(texts.isEqual("<hex:1:12>", "aaaaaaaaaaaa")).isTrue();
    assertThat(texts.isEqual("<hex:1:12>", "bbbbbbbbbbbb")).isFalse();
    assertThat(texts.isEqual("<hex:1>", B)).isFalse();
  }

  @Test
  void isEqual_age_isAnyAge() {
    assertThat(texts.isEqual("a   2 years ago   4kB", "a   About an hour ago   4kB")).isTrue();
    assertThat(texts.isEqual("a   2 years ago   4kB", "a   2 years ago   5kB")).isFalse();
  }

  @Test
  void isEqual_errorOfADaemon_isAnError() {
    assertThat(texts.isEqual("Error response from daemon: x", "Error: x")).isTrue();
  }
}
