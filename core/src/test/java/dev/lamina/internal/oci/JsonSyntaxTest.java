package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonSyntaxTest {
  static List<List<String>> whatGoSays() {
    return Resources.table("oci/go/json-syntax.tsv");
  }

  @ParameterizedTest
  @MethodSource("whatGoSays")
  void problem_isWhatGoSays(List<String> row) {
    byte[] text = Resources.base64(row.get(0));

    String problem = JsonSyntax.problem(text);

    assertThat(problem == null ? "" : problem).isEqualTo(row.get(1));
  }
}
