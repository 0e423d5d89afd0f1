package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Digest;
import dev.lamina.DigestReference;
import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.Layer;
import dev.lamina.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ImageRowTest {
  private static final Digest DIGEST = Digest.parse("sha256:" + "0".repeat(64));

  @Test
  void of_imagesOfManySizesAndAges_isTheEnginesTable() {
    String expected = GoldenStep.text("images.txt");
    Map<String, Instant> created = created();
    List<ImageRow> rows = new ArrayList<>();

    for (String line : expected.lines().skip(1).toList()) {
      String[] cells = line.split(" +");
      Image image =
          image(cells[2])
              .tags(List.of(Tag.parse(cells[0] + ":" + cells[1])))
              .layers(List.of(new Layer(DIGEST, DIGEST, Long.parseLong(cells[1]))))
              .created(created.get(cells[0]))
              .build();
      rows.addAll(ImageRow.of(image, false));
    }

    assertThat(print(rows, false)).isEqualTo(expected);
  }

  @Test
  void of_digests_haveAColumn() {
    Image image =
        image("47b4df8611c6")
            .tags(List.of(Tag.parse("ltop:1"), Tag.parse("ltop:2"), Tag.parse("aaa/ltop:x")))
            .repoDigests(List.of(digest("ltop", '1'), digest("ltop", '2'), digest("only", '3')))
            .build();

    String table = print(ImageRow.of(image, true), true);

    String ones = "sha256:" + "1".repeat(64);
    String twos = "sha256:" + "2".repeat(64);
    String threes = "sha256:" + "3".repeat(64);
    assertThat(table.lines().skip(1).map(line -> line.split(" +")[2]))
        .containsExactly("<none>", ones, twos, ones, twos, threes);
    assertThat(table.lines().skip(1).map(line -> line.substring(0, 23).stripTrailing()))
        .containsExactly(
            "aaa/ltop     x",
            "ltop         1",
            "ltop         1",
            "ltop         2",
            "ltop         2",
            "only         <none>");
  }

  @Test
  void rows_digestsNotWanted_standOncePerRepositoryWithoutTag() {
    Image image =
        image("47b4df8611c6")
            .tags(List.of(Tag.parse("ltop:1")))
            .repoDigests(List.of(digest("ltop", '1'), digest("only", '2'), digest("only", '3')))
            .build();

    assertThat(ImageRow.of(image, false))
        .extracting(row -> row.repository() + ":" + row.tag())
        .containsExactly("ltop:1", "only:<none>");
  }

  @Test
  void rows_imageWithoutNames_isNone() {
    List<ImageRow> rows = ImageRow.of(image("47b4df8611c6").build(), false);

    assertThat(rows).extracting(ImageRow::repository).containsExactly("<none>");
    assertThat(print(rows, false))
        .endsWith("\n<none>       <none>    47b4df8611c6   N/A       0B\n");
  }

  private static DigestReference digest(String repository, char digit) {
    return DigestReference.parse(repository + "@sha256:" + String.valueOf(digit).repeat(64));
  }

  private static Image.Builder image(String shortId) {
    return Image.builder(ImageId.parse(shortId + "0".repeat(52)));
  }

  /** Returns when each of the recorded images was made. */
  private static Map<String, Instant> created() {
    Map<String, Instant> created = new HashMap<>();
    for (String line : GoldenStep.text("created.txt").lines().toList()) {
      String[] cells = line.split(" ");
      created.put(cells[0], Instant.parse(cells[2] + "T" + cells[3] + "Z"));
    }
    return created;
  }

  private static String print(List<ImageRow> rows, boolean digests) {
    return ImageFormat.of("", false, digests)
        .print(ImageFormat.HEADS, rows.stream().map(row -> row.fields(Run.CLOCK, false)).toList());
  }
}
