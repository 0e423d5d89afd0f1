package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.internal.tables.TableSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReferenceTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @TableSource("reference/engine.tsv")
  void parse_text_asEngine(String input, String kind, String canonicalOrError, String familiar) {
    if (kind.equals("error")) {
      assertThatThrownBy(() -> Reference.parse(input))
          .isInstanceOf(InvalidReferenceException.class)
          .hasMessage(canonicalOrError);
    } else {
      Reference reference = Reference.parse(input);

      assertThat(kindOf(reference)).isEqualTo(kind);
      assertThat(reference.canonical()).isEqualTo(canonicalOrError);
      assertThat(reference).hasToString(familiar);
      assertThat(Reference.parse(familiar)).isEqualTo(reference).hasToString(familiar);
    }
  }

  private static String kindOf(Reference reference) {
    if (reference instanceof Tag) {
      return "tag";
    }
    return reference instanceof ImageId ? "id" : "digest";
  }

  @ParameterizedTest
  @TableSource("reference/parse_any_reference.tsv")
  void parse_anyReference_equivalent(String input, String equivalent, String expected) {
    Reference reference = Reference.parse(input);

    assertThat(reference.canonical()).isIn(equivalent, equivalent + ":latest");
    assertThat(reference instanceof ImageId).isEqualTo(!expected.isEmpty());
  }

  @ParameterizedTest
  @TableSource("reference/parse_docker_ref.tsv")
  void parse_dockerReference_expected(String name, String input, String expected) {
    assertThat(Reference.parse(input).canonical()).as(name).isEqualTo(expected);
  }

  @ParameterizedTest
  @TableSource("reference/ggcr_digest.tsv")
  void parse_digest_acceptedOrNot(
      String input, String strict, String weak, String ours, String reason) {
    if (ours.equals("ok")) {
      assertThat(DigestReference.parse(input)).isEqualTo(Reference.parse(input));
    } else {
      assertThatThrownBy(() -> DigestReference.parse(input))
          .isInstanceOf(InvalidReferenceException.class);
      assertThatThrownBy(() -> Reference.parse(input))
          .isInstanceOf(InvalidReferenceException.class);
    }
    assertThat(reason.isEmpty()).isEqualTo(ours.equals(weak));
  }

  @ParameterizedTest
  @TableSource("reference/ggcr_tag.tsv")
  void parse_tag_acceptedOrNot(
      String input, String strict, String weak, String ours, String reason) {
    if (ours.equals("ok")) {
      assertThat(Tag.parse(input)).isEqualTo(Reference.parse(input));
    } else {
      assertThatThrownBy(() -> Tag.parse(input)).isInstanceOf(InvalidReferenceException.class);
    }
    assertThat(reason.isEmpty()).isEqualTo(ours.equals(weak));
  }

  @ParameterizedTest
  @TableSource("reference/new_tag.tsv")
  void parseTag_nameNoImageMayHave_refused(String input, String error) {
    assertThatThrownBy(() -> Tag.parse(input))
        .isInstanceOf(InvalidReferenceException.class)
        .hasMessage(error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bad tag", "-a", ".a", "a/b", "a:b", "a@b", "é", "a\n"})
  void tagOf_malformedTag_refused(String tag) {
    Repository repository = Repository.parse("app");

    assertThatThrownBy(() -> Tag.of(repository, tag))
        .isInstanceOf(InvalidReferenceException.class)
        .hasMessage("invalid tag format");
  }

  @Test
  void tagOf_digestAlgorithm_refused() {
    Repository repository = Repository.parse("sha256");

    assertThatThrownBy(() -> Tag.of(repository, "abc"))
        .hasMessage("refusing to create an ambiguous tag using digest algorithm as name");
  }

  @Test
  void tag_parts_ofText() {
    Tag tag = Tag.parse("localhost:5000/team/app:1.0");

    assertThat(tag.repository()).isEqualTo(Repository.parse("localhost:5000/team/app"));
    assertThat(tag.tag()).isEqualTo("1.0");
    assertThat(tag).isEqualTo(Tag.of(tag.repository(), "1.0")).hasSameHashCodeAs(tag);
    assertThat(tag).isNotEqualTo(Tag.of(tag.repository(), "1.1"));
    assertThat(tag).isNotEqualTo(Tag.parse("app:1.0"));
  }

  @Test
  void digestReference_tagBeforeDigest_isPrintedAndOtherwiseIgnored() {
    DigestReference tagged = DigestReference.parse("app:1@sha256:" + HEX);
    DigestReference plain = DigestReference.parse("app@sha256:" + HEX);

    assertThat(tagged).isEqualTo(plain).hasSameHashCodeAs(plain).isEqualByComparingTo(plain);
    assertThat(tagged.tag()).isEqualTo(Optional.of("1"));
    assertThat(plain.tag()).isEmpty();
    assertThat(tagged).hasToString("app:1@sha256:" + HEX);
    assertThat(plain)
        .hasToString("app@sha256:" + HEX)
        .isEqualTo(DigestReference.of(plain.repository(), plain.digest()))
        .isNotEqualTo(DigestReference.parse("b@sha256:" + HEX))
        .isNotEqualTo(DigestReference.parse("app@sha256:" + "0".repeat(64)));
  }

  @Test
  void digestReference_withoutDigest_refused() {
    assertThatThrownBy(() -> DigestReference.parse("app:1"))
        .isInstanceOf(InvalidReferenceException.class)
        .hasMessage("invalid reference format");
  }

  @Test
  void imageId_withAndWithoutAlgorithm_equal() {
    ImageId id = ImageId.parse(HEX);

    assertThat(id).isEqualTo(ImageId.parse("sha256:" + HEX)).hasToString("sha256:" + HEX);
    assertThat(id.shortId()).isEqualTo("0123456789ab");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "sha256:abc", "ubuntu", "sha256:"})
  void imageId_otherText_refused(String text) {
    assertThatThrownBy(() -> ImageId.parse(text)).isInstanceOf(InvalidReferenceException.class);
  }

  @Test
  void imageId_otherAlgorithm_refused() {
    assertThatThrownBy(() -> ImageId.parse("sha512:" + HEX + HEX))
        .isInstanceOf(InvalidReferenceException.class)
        .hasMessage("unsupported digest algorithm");
  }

  @Test
  void compareTo_differentKinds_ordersByCanonicalText() {
    List<Reference> sorted =
        List.of("localhost:5000/x", "x", "sha256:" + HEX, "aaa/x:2", "aaa/x:1", "x@sha256:" + HEX)
            .stream()
            .map(Reference::parse)
            .sorted()
            .toList();

    assertThat(sorted)
        .map(Reference::toString)
        .containsExactly(
            "aaa/x:1",
            "aaa/x:2",
            "x:latest",
            "x@sha256:" + HEX,
            "localhost:5000/x:latest",
            "sha256:" + HEX);
  }

  @ParameterizedTest
  @TableSource({
    "reference/domain_and_path.tsv",
    "reference/familiar_match.tsv",
    "reference/fullname_regexp.tsv",
    "reference/ggcr_digest.tsv",
    "reference/ggcr_repository.tsv",
    "reference/ggcr_tag.tsv",
    "reference/identifier_regexp.tsv",
    "reference/parse.tsv",
    "reference/parse_any_reference.tsv",
    "reference/parse_named.tsv",
    "reference/parse_normalized_name.tsv",
    "reference/reference_regexp.tsv",
    "reference/repository_info.tsv",
    "reference/split_hostname.tsv",
    "reference/validate_remote_name.tsv",
    "reference/with_name_failure.tsv"
  })
  void canonicalAndFamiliar_parsedAgain_sameReference(String input) {
    Optional<Reference> accepted = accepted(input);

    if (accepted.isPresent()) {
      Reference reference = accepted.get();
      assertThat(Reference.parse(reference.canonical())).isEqualTo(reference);
      assertThat(Reference.parse(reference.toString()))
          .isEqualTo(reference)
          .hasToString(reference.toString());
    }
  }

  private static Optional<Reference> accepted(String text) {
    try {
      return Optional.of(Reference.parse(text));
    } catch (InvalidReferenceException e) {
      assertThat(e.text()).isEqualTo(text);
      return Optional.empty();
    }
  }

  @Test
  void parse_randomText_roundTripsOrIsRefused() {
    long seed = 99;
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 100_000; i++) {
      String text = i % 2 == 0 ? RandomTexts.reference(random) : RandomTexts.characters(random);
      Optional<Reference> reference = accepted(text);
      if (reference.isPresent()) {
        assertThat(Reference.parse(reference.get().canonical())).isEqualTo(reference.get());
        accepted++;
      }
    }
    assertThat(accepted).as("accepted of seed %d", seed).isGreaterThan(2_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.",
        "a-",
        "-",
        "_",
        "a/",
        "/",
        ":",
        "@",
        "[",
        ":1",
        "a:",
        "A",
        "é",
        "a@sha256:",
        "0",
        "a.a",
        "a+",
        "sha256:",
        "\u0130"
      })
  void parse_hugeText_refusedInLinearTime(String piece) {
    String text = piece.repeat((1 << 20) / piece.length());

    for (String huge : List.of(text, "x:" + text, "x@" + text, "x.y/" + text, "x:1@a" + text)) {
      assertThatThrownBy(() -> Reference.parse(huge)).isInstanceOf(InvalidReferenceException.class);
      assertThatThrownBy(() -> Digest.parse(huge)).isInstanceOf(InvalidReferenceException.class);
    }
  }
}
