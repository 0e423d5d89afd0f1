package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Filter.AllOf;
import dev.lamina.Filter.Before;
import dev.lamina.Filter.Dangling;
import dev.lamina.Filter.Labelled;
import dev.lamina.Filter.Matching;
import dev.lamina.Filter.Not;
import dev.lamina.Filter.OlderThan;
import dev.lamina.Filter.Since;
import dev.lamina.Filter.Tagged;
import dev.lamina.Filter.Until;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterTest {
  private static Labelled label(String key) {
    return new Labelled(key, Optional.empty());
  }

  private static Labelled label(String key, String value) {
    return new Labelled(key, Optional.of(value));
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of("dangling=true", new Dangling(true)),
        Arguments.of("dangling=false", new Dangling(false)),
        Arguments.of("label=k", label("k")),
        Arguments.of("label=k=", label("k", "")),
        Arguments.of("label=k=v", label("k", "v")),
        Arguments.of("label=k=v=w", label("k", "v=w")),
        Arguments.of("label=", label("")),
        Arguments.of("label=K=V W", label("K", "V W")),
        Arguments.of("label!=k", new Not(label("k"))),
        Arguments.of("label!=k=v", new Not(label("k", "v"))),
        Arguments.of("before=app:1", new Before("app:1")),
        Arguments.of("since=sha256:01", new Since("sha256:01")),
        Arguments.of("reference=team/*", new Matching(List.of("team/*"))),
        Arguments.of("reference=[", new Matching(List.of("["))),
        Arguments.of("reference=a=b", new Matching(List.of("a=b"))),
        Arguments.of(" LABEL = k ", label("k")),
        Arguments.of("until=90m", new OlderThan(Duration.ofMinutes(90))),
        Arguments.of("until=2026-01-02", new Until(Instant.parse("2026-01-02T00:00:00Z"))));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void parse_engineText_isTheRecord(String text, Filter expected) {
    assertThat(Filter.parse(text)).isEqualTo(expected);
    assertThat(Filter.parseAll(List.of(text))).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "foo=x | Invalid filter 'foo'",
        "foo!=x | Invalid filter 'foo!'",
        "=x | Invalid filter ''",
        "dangling=maybe | Invalid filter 'dangling=[maybe]'",
        "dangling= | Invalid filter 'dangling=[]'",
        "dangling=True | Invalid filter 'dangling=[True]'",
        "nope | bad format of filter (expected name=value)",
        "`` | bad format of filter (expected name=value)",
        "until=soon | failed to parse value as time or duration: \"soon\"",
        "until= | failed to parse value as time or duration: \"\"",
        "until=1\"\\ | failed to parse value as time or duration: \"1\\\"\\\\\"",
        "fo\u0007=x | Invalid filter 'fo\\x07'",
      })
  void parse_anythingElse_isRefusedAsByTheEngine(String text, String message) {
    assertThatThrownBy(() -> Filter.parse(text))
        .isInstanceOf(InvalidFilterException.class)
        .hasMessage(message);
  }

  @Test
  void parseAll_several_areCombinedAsByEngines() {
    assertThat(
            Filter.parseAll(
                List.of(
                    "label=a",
                    "reference=x",
                    "dangling=false",
                    "",
                    "label!=b",
                    "reference=y",
                    "label=c=1",
                    "label!=d=2",
                    "dangling=true",
                    "label=a")))
        .containsExactly(
            label("a"),
            label("c", "1"),
            new Matching(List.of("x", "y")),
            new Dangling(true),
            new Not(new AllOf(List.of(label("b"), label("d", "2")))));
    assertThat(Filter.parseAll(List.of("until=1h", "until=2h"))).hasSize(2);
    assertThat(Filter.parseAll(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dangling=true", "label=a", "before=a", "since=a", "reference=a"})
  void forListing_itsOwnKeys_areTaken(String text) {
    assertThat(Filter.forListing(List.of(text))).containsExactly(Filter.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "label!=a, Invalid filter 'label!'",
    "until=xx, Invalid filter 'until'",
    "foo=x, Invalid filter 'foo'",
    "dangling=1, Invalid filter 'dangling=[1]'",
    "nope, bad format of filter (expected name=value)",
  })
  void forListing_anythingElse_isRefusedAsByTheEngine(String text, String message) {
    assertThatThrownBy(() -> Filter.forListing(List.of("label=a", text)))
        .isInstanceOf(InvalidFilterException.class)
        .hasMessage(message);
  }

  @Test
  void dangling_ofBoth_isTrueInListingsAndFalseInPrunes() {
    List<String> texts = List.of("dangling=false", "dangling=true");

    assertThat(Filter.forListing(texts)).containsExactly(new Dangling(true));
    assertThat(Filter.forPruning(texts, ZoneOffset.UTC)).containsExactly(new Dangling(false));
    assertThatThrownBy(() -> Filter.forListing(List.of("dangling=a", "dangling=b")))
        .hasMessage("Invalid filter 'dangling=[a b]'");
  }

  @ParameterizedTest
  @CsvSource({"1, true", "true, true", "0, false", "false, false"})
  void forPruning_dangling_mayBeANumber(String text, boolean value) {
    assertThat(Filter.forPruning(List.of("dangling=" + text), ZoneOffset.UTC))
        .containsExactly(new Dangling(value));
  }

  @ParameterizedTest
  @CsvSource({
    "reference=a, Invalid filter 'reference'",
    "before=a, Invalid filter 'before'",
    "bogus=1, Invalid filter 'bogus'",
    "dangling=maybe, Invalid filter 'dangling=[maybe]'",
    "until=2h, more than one until filter specified",
    "until=soon, more than one until filter specified",
  })
  void forPruning_anythingElse_isRefusedAsByTheEngine(String text, String message) {
    assertThatThrownBy(() -> Filter.forPruning(List.of("until=1h", text), ZoneOffset.UTC))
        .isInstanceOf(InvalidFilterException.class)
        .hasMessage(message);
  }

  @Test
  void forPruning_timeWithoutOffset_isOfTheZone() {
    ZoneId zone = ZoneId.of("Europe/Berlin");

    assertThat(Filter.forPruning(List.of("until=2026-07-01T12:00"), zone))
        .containsExactly(new Until(Instant.parse("2026-07-01T10:00:00Z")));
    assertThat(Filter.forPruning(List.of("until=2026-07-01T12:00Z"), zone))
        .containsExactly(new Until(Instant.parse("2026-07-01T12:00:00Z")));
    assertThat(Filter.forPruning(List.of("until=1h", "until=1h"), zone))
        .containsExactly(new OlderThan(Duration.ofHours(1)));
  }

  @Test
  void negated_twice_isTheSame() {
    Filter filter = new Tagged();

    assertThat(filter.negated()).isEqualTo(new Not(filter));
    assertThat(filter.negated().negated()).isEqualTo(filter);
  }

  @Test
  void records_keepCopies() {
    List<String> patterns = new ArrayList<>(List.of("a"));
    List<Filter> filters = new ArrayList<>(List.of(new Tagged()));
    Matching matching = new Matching(patterns);
    AllOf all = new AllOf(filters);

    patterns.clear();
    filters.clear();

    assertThat(matching.patterns()).containsExactly("a");
    assertThat(all.filters()).containsExactly(new Tagged());
  }

  @Test
  void parse_randomText_isAFilterOrRefusedAsNone() {
    Random random = new Random(20260101);
    List<String> keys =
        List.of(
            "dangling=", "label=", "label!=", "until=", "before=", "reference=", "until=20", "");
    List<String> pieces =
        List.of(
            "1",
            "07",
            "2026-",
            "-01",
            "T",
            ":",
            "15",
            ".",
            "Z",
            "z",
            "+",
            "-",
            "h",
            "m",
            "ms",
            "s",
            "\u00b5s",
            "e",
            "=",
            "99999999999999999999",
            "\u0661",
            "\ud800",
            " ",
            "[",
            "true");
    List<Function<String, List<Filter>>> parsers =
        List.of(
            text -> List.of(Filter.parse(text)),
            text -> Filter.parseAll(List.of(text)),
            text -> Filter.forListing(List.of(text)),
            text -> Filter.forPruning(List.of(text), ZoneOffset.MIN));
    int parsed = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(keys.get(random.nextInt(keys.size())));
      for (int n = random.nextInt(8); n > 0; n--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      String chosen = i % 4 == 0 ? RandomTexts.characters(random) : text.toString();
      try {
        parsed += parsers.get(random.nextInt(parsers.size())).apply(chosen).size();
      } catch (InvalidFilterException e) {
        assertThat(e).hasMessageNotContaining("\n");
      }
    }

    assertThat(parsed).isGreaterThan(1000);
  }
}
