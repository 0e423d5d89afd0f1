package dev.lamina.internal.lifecycle;

import static dev.lamina.internal.lifecycle.ContainerExamples.NONE;
import static dev.lamina.internal.lifecycle.ContainerExamples.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.InvalidContainerNameException;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContainerNameRuleTest {
  private static final StoreState STATE =
      NONE.container("a", "c1", "1", 1).container("b", "c2", "1", 2).state();
  private static final String CONFLICT =
      "Conflict. The container name \"/c1\" is already in use by container \""
          + id("a")
          + "\". You have to remove (or rename) that container to be able to reuse that name.";

  @ParameterizedTest
  @CsvSource({"c3, c3", "/c3, c3", "A_.-, A_.-", "0a, 0a"})
  void forNew_freeName_isThatWithoutSlash(String text, String name) {
    assertThat(ContainerNameRule.forNew(STATE, text)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "/a", "/", "//ab", "_a", ".a", "-a", "a b", "a/b", "ab\n", "äb"})
  void forNew_textThatIsNoName_isRefusedAsByTheEngine(String text) {
    assertThatThrownBy(() -> ContainerNameRule.forNew(STATE, text))
        .isInstanceOf(InvalidContainerNameException.class)
        .hasMessage(
            "Invalid container name (" + text + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed")
        .extracting(e -> ((InvalidContainerNameException) e).name())
        .isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c1", "/c1"})
  void forNew_takenName_saysWhoHasIt(String text) {
    assertThatThrownBy(() -> ContainerNameRule.forNew(STATE, text))
        .isInstanceOf(InvalidContainerNameException.class)
        .hasMessage(CONFLICT);
  }

  @Test
  void forRenamed_anyName_isToldAsByTheEngine() {
    ContainerRecord c2 = STATE.containerNamed("c2").orElseThrow();

    assertThat(ContainerNameRule.forRenamed(STATE, c2, "/c3")).isEqualTo("c3");
    assertThatThrownBy(() -> ContainerNameRule.forRenamed(STATE, c2, "c1"))
        .hasMessage("Error when allocating new name: " + CONFLICT);
    assertThatThrownBy(() -> ContainerNameRule.forRenamed(STATE, c2, "/c2"))
        .hasMessage("Renaming a container with the same name as its current name");
    assertThatThrownBy(() -> ContainerNameRule.forRenamed(STATE, c2, "a b"))
        .hasMessage(
            "Error when allocating new name: Invalid container name (/a b), only"
                + " [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
  }
}
