package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.ReferenceGrammar.Parts;
import dev.lamina.internal.tables.TableSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

final class ReferenceGrammarTest {
  private static final Map<String, String> MESSAGES =
      Map.of(
          "ErrReferenceInvalidFormat", "invalid reference format",
          "ErrNameContainsUppercase", "repository name must be lowercase",
          "ErrNameTooLong", "repository name must not be more than 255 characters");

  @ParameterizedTest
  @TableSource("reference/parse.tsv")
  void parse_text_partsOrMessage(
      String input,
      String outcome,
      String error,
      String name,
      String domain,
      String tag,
      String digest) {
    if (outcome.equals("ok")) {
      Parts parts = ReferenceGrammar.parse(input);

      assertThat(parts.name()).isEqualTo(name);
      assertThat(parts.domain()).isEqualTo(domain);
      assertThat(parts.tag()).isEqualTo(tag);
      assertThat(parts.digest()).isEqualTo(digest);
      assertThat(parts).hasToString(input);
    } else {
      assertThatThrownBy(() -> ReferenceGrammar.parse(input))
          .isInstanceOf(InvalidReferenceException.class)
          .hasMessage(MESSAGES.get(error));
    }
  }

  @Test
  void parse_nothing_saysThatThereIsNoComponent() {
    assertThatThrownBy(() -> ReferenceGrammar.parse(""))
        .hasMessage("repository name must have at least one component");
  }

  @Test
  void parse_letterWhoseLowerCaseIsAscii_saysThatNameMustBeLowerCase() {
    assertThatThrownBy(() -> ReferenceGrammar.parse("\u212a"))
        .hasMessage("repository name must be lowercase");
  }

  @ParameterizedTest
  @TableSource("reference/domain_and_path.tsv")
  void parse_name_domainAndPath(String input, String outcome, String domain, String path) {
    assertThat(outcome).isEqualTo("ok");
    assertThat(ReferenceGrammar.parse(input)).isEqualTo(new Parts(domain, path, "", ""));
  }

  @ParameterizedTest
  @TableSource({"reference/with_tag.tsv", "reference/with_digest.tsv"})
  void toString_partsCombined_isReference(String name, String digest, String tag, String combined) {
    Parts parts = ReferenceGrammar.parse(name);

    assertThat(ReferenceGrammar.isTag(tag)).isEqualTo(!tag.isEmpty());
    assertThat(ReferenceGrammar.isDigest(digest)).isEqualTo(!digest.isEmpty());
    assertThat(new Parts(parts.domain(), parts.path(), tag, digest)).hasToString(combined);
    assertThat(ReferenceGrammar.match(combined)).hasToString(combined);
  }

  @ParameterizedTest
  @TableSource("reference/parse_normalized_name.tsv")
  void parseNormalized_text_acceptedOrNot(String input, String outcome) {
    if (outcome.equals("ok")) {
      String canonical = ReferenceGrammar.parseNormalized(input).toString();

      assertThat(ReferenceGrammar.parse(canonical)).hasToString(canonical);
      assertThat(ReferenceGrammar.parseNormalized(canonical)).hasToString(canonical);
    } else {
      assertThatThrownBy(() -> ReferenceGrammar.parseNormalized(input))
          .isInstanceOf(InvalidReferenceException.class);
    }
  }

  @ParameterizedTest
  @TableSource("reference/parse_named.tsv")
  void parseNormalized_canonicalText_givesItBack(
      String input, String outcome, String error, String domain, String path) {
    Parts parts = ReferenceGrammar.parseNormalized(input);

    assertThat(parts.toString().equals(input)).isEqualTo(outcome.equals("ok"));
    if (outcome.equals("ok")) {
      assertThat(parts).isEqualTo(new Parts(domain, path, "", ""));
    } else {
      assertThat(error).isEqualTo("ErrNameNotCanonical");
    }
  }

  @ParameterizedTest
  @TableSource("reference/domain_regexp.tsv")
  void isDomain_text_asEngine(String input, boolean matches) {
    assertThat(ReferenceGrammar.isDomain(input)).isEqualTo(matches);
  }

  @ParameterizedTest
  @TableSource("reference/ggcr_registry.tsv")
  void isDomain_registry_accepted(
      String input, String strict, String weak, String ours, String reason) {
    assertThat(ReferenceGrammar.isDomain(input)).isEqualTo(ours.equals("ok"));
    assertThat(reason.isEmpty()).isEqualTo(ours.equals(weak));
  }

  @ParameterizedTest
  @TableSource("reference/identifier_regexp.tsv")
  void isIdentifier_text_asEngine(String input, boolean matches) {
    assertThat(ReferenceGrammar.isIdentifier(input)).isEqualTo(matches);
  }

  @ParameterizedTest
  @TableSource("reference/fullname_regexp.tsv")
  void match_name_domainAndPath(String input, boolean matches, String groups) throws Exception {
    Parts parts = ReferenceGrammar.match(input);

    assertThat(parts != null && parts.isName()).isEqualTo(matches);
    if (matches) {
      assertThat(List.of(parts.domain(), parts.path())).isEqualTo(list(groups));
    }
  }

  @ParameterizedTest
  @TableSource("reference/reference_regexp.tsv")
  void match_reference_nameTagAndDigest(String input, boolean matches, String groups)
      throws Exception {
    Parts parts = ReferenceGrammar.match(input);

    assertThat(parts != null).isEqualTo(matches);
    if (matches) {
      assertThat(List.of(parts.name(), parts.tag(), parts.digest())).isEqualTo(list(groups));
    }
  }

  private static List<?> list(String json) throws Exception {
    return new ObjectMapper().readValue(json, List.class);
  }

  @Test
  void match_randomText_asRegularExpression() {
    String label = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    String host = "(?:" + label + "(?:\\." + label + ")*|\\[[a-fA-F0-9:]+\\])";
    String component = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    String algorithm = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*";
    Pattern oracle =
        Pattern.compile(
            ("(?:(HOST(?::[0-9]+)?)/)?(COMPONENT(?:/COMPONENT)*)"
                    + "(?::([a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}))?(?:@(ALGORITHM:[0-9a-fA-F]{32,}))?")
                .replace("HOST", host)
                .replace("COMPONENT", component)
                .replace("ALGORITHM", algorithm));
    long seed = 20_240_517;
    Random random = new Random(seed);
    int matched = 0;
    for (int i = 0; i < 200_000; i++) {
      String text = RandomTexts.reference(random);
      Matcher matcher = oracle.matcher(text);
      String expected =
          matcher.matches()
              ? new Parts(
                      orEmpty(matcher.group(1)),
                      matcher.group(2),
                      orEmpty(matcher.group(3)),
                      orEmpty(matcher.group(4)))
                  .toString()
              : null;
      Parts parts = ReferenceGrammar.match(text);

      assertThat(parts == null ? null : parts.toString())
          .as("seed %d, text <%s>", seed, text)
          .isEqualTo(expected);
      if (parts != null) {
        assertThat(parts.domain()).as(text).isEqualTo(orEmpty(matcher.group(1)));
        matched++;
      }
    }
    assertThat(matched).as("texts that matched").isGreaterThan(5_000);
  }

  private static String orEmpty(String group) {
    return group == null ? "" : group;
  }
}
