package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/amd64",
    "linux/x86_64, linux/amd64",
    "Linux/x86-64, linux/amd64",
    "linux/amd64/v1, linux/amd64",
    "linux/amd64/v3, linux/amd64/v3",
    "linux/i386, linux/386",
    "linux/arm64, linux/arm64",
    "linux/aarch64, linux/arm64",
    "linux/arm64/v8, linux/arm64/v8",
    "linux/aarch64/8, linux/arm64/v8",
    "linux/arm64/v9, linux/arm64/v9",
    "linux/arm, linux/arm",
    "linux/armhf, linux/arm",
    "linux/armel, linux/arm/v6",
    "linux/arm/v7, linux/arm/v7",
    "linux/arm/7, linux/arm/v7",
    "linux/arm/v5, linux/arm/v5",
    "linux/riscv64, linux/riscv64",
    "macos/arm64, darwin/arm64",
    "windows(10.0.17763)/amd64, windows(10.0.17763)/amd64",
    "any/thing, any/thing",
    "s390x, linux/s390x",
    "aarch64, linux/arm64",
    "arm, linux/arm"
  })
  void parse_text_usualNames(String text, String expected) {
    Platform platform = Platform.parse(text);

    assertThat(platform).hasToString(expected);
    assertThat(Platform.parse(expected)).isEqualTo(platform);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "linux/*",
        "linux/",
        "/amd64",
        "linux/amd64/",
        "linux/arm/v7/x",
        "nothing",
        "a b",
        "linux\u0000/amd64",
        "amd64(1)",
        "linux(/amd64"
      })
  void parse_noPlatform_refused(String text) {
    assertThatThrownBy(() -> Platform.parse(text))
        .isInstanceOf(InvalidReferenceException.class)
        .hasMessageEndingWith(": invalid argument");
  }

  @Test
  void parse_systemAlone_hostsArchitecture() {
    assertThat(Platform.parse("linux")).isEqualTo(Platform.host());
    assertThat(Platform.parse("freebsd").architecture()).isEqualTo(Platform.host().architecture());
  }

  @ParameterizedTest
  @CsvSource({
    "amd64, linux/amd64",
    "x86_64, linux/amd64",
    "x86, linux/386",
    "i386, linux/386",
    "aarch64, linux/arm64",
    "arm, linux/arm",
    "ppc64le, linux/ppc64le",
    "s390x, linux/s390x"
  })
  void hostOn_processorOfJvm_platform(String osArch, String expected) {
    assertThat(Platform.hostOn(osArch)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "linux/arm64, linux/arm64/v8, true",
    "linux/arm64/v8, linux/arm64, true",
    "linux/arm/v7, linux/arm, true",
    "linux/arm, linux/armhf, true",
    "linux/arm/v6, linux/arm/v7, false",
    "linux/amd64/v1, linux/amd64, true",
    "linux/amd64/v2, linux/amd64, false",
    "linux/amd64, linux/arm64, false",
    "linux/amd64, windows/amd64, false",
    "windows(1.0)/amd64, windows/amd64, true",
    "windows(1.0)/amd64, windows(1.0)/amd64, true",
    "windows(1.0)/amd64, windows(2.0)/amd64, false",
    "windows/amd64, windows(2.0)/amd64, false"
  })
  void matches_wanted_byUsualNames(String image, String wanted, boolean matches) {
    assertThat(Platform.parse(image).matches(Platform.parse(wanted))).isEqualTo(matches);
  }

  @Test
  void matches_namesAsFound_normalized() {
    Platform image = new Platform("Linux", "AArch64", "V8", "");

    assertThat(image.matches(Platform.parse("linux/arm64"))).isTrue();
    assertThat(image).hasToString("Linux/AArch64/V8");
    assertThat(Platform.of("", "amd64").matches(Platform.of("linux", "amd64"))).isTrue();
  }

  @Test
  void toString_parts_onlyWhatIsKnown() {
    assertThat(Platform.of("", "amd64")).hasToString("unknown");
    assertThat(Platform.of("linux", "")).hasToString("linux");
    assertThat(new Platform("linux", "arm", "v6", "")).hasToString("linux/arm/v6");
  }

  @Test
  void parse_randomText_roundTripsOrIsRefused() {
    long seed = 5;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String text = i % 2 == 0 ? RandomTexts.reference(random) : RandomTexts.characters(random);
      try {
        Platform platform = Platform.parse(text);
        assertThat(Platform.parse(platform.toString())).as("seed %d", seed).isEqualTo(platform);
      } catch (InvalidReferenceException e) {
        assertThat(e.text()).isEqualTo(text);
      }
    }
  }
}
