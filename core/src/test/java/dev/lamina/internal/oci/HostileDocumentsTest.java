package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lamina.InvalidArchiveException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documents of hostile images: what is wrong with a document is found here; what is wrong with
 * the image otherwise is not, and its documents are read.
 */
final class HostileDocumentsTest {
  static List<List<String>> documents() {
    return Resources.table("oci/hostile.tsv");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void parse_refusesWhatIsWrongAndNothingElse(List<String> row) {
    byte[] raw = Resources.base64(row.get(6));
    String name = (row.get(1).equals("config") ? "config " : "") + row.get(2);

    if (row.get(4).equals("read")) {
      assertThatCode(() -> parse(row, raw, name)).doesNotThrowAnyException();
      return;
    }
    Throwable thrown = catchThrowable(() -> parse(row, raw, name));

    assertThat(thrown).isInstanceOf(InvalidArchiveException.class);
    assertThat(words(row)).anyMatch(thrown.getMessage().toLowerCase(Locale.ROOT)::contains);
    assertThat(thrown.getMessage().chars()).noneMatch(Character::isISOControl);
  }

  private static List<String> words(List<String> row) {
    return Arrays.asList(row.get(5).split("\\|"));
  }

  private static Object parse(List<String> row, byte[] raw, String name) {
    String mediaType = row.get(3).isEmpty() ? null : row.get(3);
    return switch (row.get(1)) {
      case "archive-manifest" -> ArchiveManifestDocument.parse(raw, name);
      case "config" -> ConfigDocument.parse(raw, name);
      case "layout" -> OciLayoutDocument.parse(raw, name);
      case "index" -> IndexDocument.parse(raw, name, mediaType);
      case "manifest" -> ManifestDocument.parse(raw, name, mediaType);
      case "layers" ->
          ManifestDocument.parse(raw, name, mediaType).layers().stream()
              .map(DescriptorDocument::layerCompression)
              .toList();
      default -> throw new IllegalArgumentException(row.get(1));
    };
  }
}
