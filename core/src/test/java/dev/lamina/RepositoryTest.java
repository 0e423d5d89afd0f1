package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.internal.tables.TableSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RepositoryTest {
  @ParameterizedTest
  @TableSource("reference/repository_info.tsv")
  void parse_anyForm_sameRepository(
      String familiar, String full, String ambiguous, String domain, String path) {
    Repository expected = Repository.parse(full);

    for (String text : Stream.of(familiar, full, ambiguous).filter(t -> !t.isEmpty()).toList()) {
      Repository repository = Repository.parse(text);

      assertThat(repository).isEqualTo(expected).hasSameHashCodeAs(expected);
      assertThat(repository.familiarName()).isEqualTo(familiar);
      assertThat(repository.canonicalName()).isEqualTo(full);
      assertThat(repository.domain()).isEqualTo(domain);
      assertThat(repository.path()).isEqualTo(path);
    }
  }

  @ParameterizedTest
  @TableSource("reference/split_hostname.tsv")
  void parse_name_domainAndPath(String input, String domain, String path) {
    Repository repository = Repository.parse(input);

    assertThat(repository.domain()).isEqualTo(domain);
    assertThat(repository.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @TableSource("reference/validate_remote_name.tsv")
  void parse_remoteName_acceptedOrNot(String input, String outcome) {
    if (outcome.equals("ok")) {
      assertThat(Repository.parse(input)).hasToString(input);
    } else {
      assertThatThrownBy(() -> Repository.parse(input))
          .isInstanceOf(InvalidReferenceException.class);
    }
  }

  @ParameterizedTest
  @TableSource("reference/with_name_failure.tsv")
  void parse_noName_message(String input, String outcome, String error) {
    assertThatThrownBy(() -> Repository.parse(input))
        .isInstanceOf(InvalidReferenceException.class)
        .hasMessage(
            error.equals("ErrNameTooLong")
                ? "repository name must not be more than 255 characters"
                : "invalid reference format");
  }

  @ParameterizedTest
  @TableSource("reference/ggcr_repository.tsv")
  void parse_repository_acceptedOrNot(
      String input, String strict, String weak, String ours, String reason) {
    if (ours.equals("ok")) {
      assertThat(Repository.parse(input)).hasToString(input.replaceFirst("^library/", ""));
    } else {
      assertThatThrownBy(() -> Repository.parse(input))
          .isInstanceOf(InvalidReferenceException.class);
    }
    assertThat(reason.isEmpty()).isEqualTo(ours.equals(weak));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app:1",
        "app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "test.com:5000"
      })
  void parse_tagOrDigest_refused(String text) {
    assertThatThrownBy(() -> Repository.parse(text)).hasMessage("invalid reference format");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker.io/localhost/a", "docker.io/a.b/c", "docker.io/docker.io/c"})
  void familiarName_pathLikeDomain_asEngine(String canonical) {
    Repository repository = Repository.parse(canonical);

    assertThat(repository.canonicalName()).isEqualTo(canonical);
    assertThat("docker.io/" + repository.familiarName()).isEqualTo(canonical);
  }

  @Test
  void compareTo_names_ordersByCanonicalName() {
    assertThat(Stream.of("x", "localhost/x", "aaa/x", "Zoo/x").map(Repository::parse).sorted())
        .map(Repository::familiarName)
        .containsExactly("Zoo/x", "aaa/x", "x", "localhost/x");
  }
}
