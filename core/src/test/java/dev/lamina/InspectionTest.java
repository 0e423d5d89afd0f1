package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class InspectionTest {
  private static final Image IMAGE =
      Image.builder(ImageId.parse("sha256:" + "0".repeat(64))).build();

  @Test
  void toJson_ofNone_isAnEmptyArray() {
    assertThat(Inspection.toJson(List.of())).isEqualTo("[]\n");
  }

  @Test
  void toJson_ofSeveral_separatesThemByCommas() {
    Inspection first = new Inspection(IMAGE, "{\n    \"a\": 1\n}");
    Inspection second = new Inspection(IMAGE, "{}");

    assertThat(Inspection.toJson(List.of(first, second)))
        .isEqualTo("[\n    {\n        \"a\": 1\n    },\n    {}\n]\n");
    assertThat(second.toJson()).isEqualTo("[\n    {}\n]\n").isEqualTo(second.toString());
  }
}
