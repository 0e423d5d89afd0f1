package dev.lamina.internal.lifecycle;

import static dev.lamina.internal.lifecycle.ContainerExamples.NONE;
import static dev.lamina.internal.lifecycle.ContainerExamples.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContainerResolverTest {
  private static final StoreState STATE =
      NONE.container("ab", "web", "1", 1)
          .container("ac", "db", "1", 2)
          .container("d", "ab", "1", 3)
          .state();

  @ParameterizedTest
  @CsvSource({
    "web, web",
    "/web, web",
    "//web, ''",
    "we, ''",
    "aba, web", // Its beginning is unique.
    "ab, ab", // A name goes before the beginning of an ID.
    "a, ''", // Two IDs begin so.
    "ac, db",
    "dd, ab",
    "DD, ''",
    "/dd, ''",
    "'', ''",
    "/, ''",
    "nosuch, ''",
  })
  void resolve_text_findsAsTheEngine(String text, String name) {
    assertThat(ContainerResolver.resolve(STATE, text).map(ContainerRecord::name).orElse(""))
        .isEqualTo(name);
  }

  @Test
  void resolve_nameThatIsAnotherOnesId_isThatId() {
    StoreState state = NONE.container("a", "web", "1", 1).container("b", id("a"), "1", 2).state();

    assertThat(ContainerResolver.resolve(state, id("a")).map(ContainerRecord::name))
        .contains("web");
  }
}
