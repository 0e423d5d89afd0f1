package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdicts of the image specification's own tests. */
final class ImageSpecCasesTest {
  private static final String FOLDER = "oci/image-spec/";

  /** Valid to the schema, and refused here, with the words that say why. */
  private static final Map<String, String> CANNOT_BE_VERIFIED =
      Map.of(
          "descriptor-23-valid.json", "unsupported digest algorithm",
          "descriptor-24-valid.json", "unsupported digest algorithm",
          "descriptor-25-valid.json", "unsupported digest algorithm",
          "descriptor-27-valid.json", "unsupported digest algorithm",
          "descriptor-28-valid.json", "unsupported digest algorithm");

  static List<List<String>> cases() {
    return Resources.table(FOLDER + "cases.tsv");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void parse_isOfTheSpecificationsOpinion(List<String> row) throws NoSuchAlgorithmException {
    String file = row.get(0);
    byte[] raw = Resources.bytes(FOLDER + file);

    if (CANNOT_BE_VERIFIED.containsKey(file)) {
      assertThatThrownBy(() -> parse(row.get(1), raw, file))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining(CANNOT_BE_VERIFIED.get(file));
    } else if (row.get(2).equals("valid")) {
      assertThat(row.get(3)).isIn("", sha256(raw));
      assertThatCode(() -> parse(row.get(1), raw, file)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> parse(row.get(1), raw, file))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageStartingWith(file + ": ");
    }
  }

  private static String sha256(byte[] raw) throws NoSuchAlgorithmException {
    return Digest.sha256(MessageDigest.getInstance("SHA-256").digest(raw)).toString();
  }

  private static Object parse(String kind, byte[] raw, String name) {
    return switch (kind) {
      case "descriptor" -> DescriptorDocument.parse(Json.parseObject(raw, name));
      case "manifest", "manifest-docker" -> ManifestDocument.parse(raw, name, null);
      case "index", "index-docker" -> IndexDocument.parse(raw, name, null);
      case "config" -> ConfigDocument.parse(raw, name);
      case "layout" -> OciLayoutDocument.parse(raw, name);
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
