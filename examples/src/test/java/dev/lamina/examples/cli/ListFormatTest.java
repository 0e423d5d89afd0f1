package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.examples.cli.template.Method;
import dev.lamina.examples.cli.template.Row;
import dev.lamina.examples.cli.template.TemplateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ListFormatTest {
  private static final String TABLE =
      "table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{if .CreatedSince }}{{.CreatedSince}}"
          + "{{else}}N/A{{end}}\t{{.Size}}";
  private static final String RAW =
      "repository: {{.Repository}}\ntag: {{.Tag}}\nimage_id: {{.ID}}\n"
          + "created_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n";
  private static final Map<String, String> HEADS =
      heads(
          "ID=IMAGE ID, Repository=REPOSITORY, Tag=TAG, Digest=DIGEST, CreatedSince=CREATED,"
              + " CreatedAt=CREATED AT, Size=SIZE, VirtualSize=SIZE, SharedSize=SHARED SIZE,"
              + " UniqueSize=UNIQUE SIZE, Containers=CONTAINERS");
  private static final List<Row> IMAGES =
      List.of(
          image("leaf", "1", "582136ceeb8a", "2024-01-03 10:03:00", "6kB", "<none>"),
          image("team/leaf", "2", "582136ceeb8a", "2024-01-03 10:03:00", "6kB", "<none>"),
          image(
              "other",
              "1",
              "2c533248e020",
              "2024-02-01 10:01:00",
              "4kB",
              "sha256:" + "1".repeat(64)));
  private static final List<Row> GOLDEN_IMAGES =
      List.of(
          image("other", "1", "2c533248e020", "2024-02-01 10:01:00", "4kB", "<none>"),
          image("leaf", "1", "582136ceeb8a", "2024-01-03 10:03:00", "6kB", "<none>"),
          image("mid", "1", "8422c88dea56", "2024-01-02 10:02:00", "3kB", "<none>"),
          image("base", "1", "b379b2a4f1cf", "2024-01-01 10:01:00", "1kB", "<none>"));

  private static final UnaryOperator<Row> WITHOUT =
      row -> {
        Map<String, Object> fields = new LinkedHashMap<>(row.fields());
        fields.put("Digest", "<none>");
        return Row.of(row.type(), fields);
      };

  /** A case and the rows of which it is recorded. */
  record Recorded(TemplateCase template, List<Row> rows) {}

  static Stream<Recorded> cases() {
    return Stream.of(
            recorded("images.txt", IMAGES),
            recorded("no-images.txt", List.of()),
            recorded("golden-images.txt", GOLDEN_IMAGES))
        .flatMap(cases -> cases);
  }

  private static Stream<Recorded> recorded(String file, List<Row> rows) {
    return TemplateCase.read(file).stream().map(template -> new Recorded(template, rows));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void print_images_isWhatTheEngineSays(Recorded recorded) {
    TemplateCase template = recorded.template();

    if (template.message().isEmpty()) {
      assertThat(print(template.template(), recorded.rows())).isEqualTo(template.output());
    } else {
      assertThatThrownBy(() -> print(template.template(), recorded.rows()))
          .isInstanceOf(TemplateException.class)
          .hasMessage(template.message());
    }
  }

  private static String print(String option, List<Row> rows) {
    ListFormat format = ListFormat.of(option, TABLE, Map.of("raw", RAW));
    // An engine looks up digests only where a template is seen to print them.
    List<Row> shown = format.contains("{{.Digest}}") ? rows : rows.stream().map(WITHOUT).toList();
    return format.print(HEADS, shown);
  }

  @Test
  void print_json_isARowsFieldsSorted() {
    assertThat(print("json", IMAGES)).isEqualTo(print("{{json .}}", IMAGES)).startsWith("{\"Con");
  }

  @Test
  void print_nothingGiven_isTheTable() {
    assertThat(print("", IMAGES)).isEqualTo(print("table", IMAGES)).startsWith("REPOSITORY   TAG");
  }

  @Test
  void withColumn_tableWithoutIt_hasIt() {
    ListFormat format = ListFormat.of("table {{.Tag}}", TABLE, Map.of());

    assertThat(format.withColumn("{{.ID}}").template()).isEqualTo("{{.Tag}}\t{{.ID}}");
    assertThat(format.withColumn("{{.Tag}}")).isEqualTo(format);
    assertThat(ListFormat.of("{{.Tag}}", TABLE, Map.of()).withColumn("{{.ID}}").template())
        .isEqualTo("{{.Tag}}");
  }

  @Test
  void print_history_isWhatTheEngineSays() {
    List<Row> steps = List.of(step("98c21f42bcfb", "04", "6kB"), step("<missing>", "01", "1kB"));

    String lines =
        ListFormat.of("{{.ID}} {{.Size}} {{.CreatedBy}} {{.Comment}}", "", Map.of())
            .print(Map.of(), steps);
    String json = ListFormat.of("{{json .}}", "", Map.of()).print(Map.of(), steps);

    assertThat(lines).isEqualTo("98c21f42bcfb 6kB ADD layer 04 \n<missing> 1kB ADD layer 01 \n");
    assertThat(json.lines().skip(1))
        .containsExactly(
            "{\"Comment\":\"\",\"CreatedAt\":\"2024-01-01T10:01:00Z\",\"CreatedBy\":\"ADD layer"
                + " 01\",\"CreatedSince\":\"2 years ago\",\"ID\":\"\\u003cmissing\\u003e\","
                + "\"Size\":\"1kB\"}");
  }

  private static Row step(String id, String day, String size) {
    return Row.of(
        "*formatter.historyContext",
        Map.of(
            "ID",
            id,
            "CreatedSince",
            "2 years ago",
            "CreatedAt",
            "2024-01-" + day + "T10:" + day + ":00Z",
            "CreatedBy",
            "ADD layer " + day,
            "Size",
            size,
            "Comment",
            ""));
  }

  @Test
  void print_containersLabels_isWhatTheEngineSays() {
    Method label = name -> name.equals("a.b-c") ? "v" : "";
    Method head = name -> name.substring(name.lastIndexOf('.') + 1).replace('-', ' ');
    Row container =
        Row.of(
            "*formatter.ContainerContext",
            Map.of("Names", "c1", "Label", label, "Labels", "a.b-c=v,q=<w>"));
    Map<String, Object> heads = Map.of("Names", "NAMES", "Label", head, "Labels", "LABELS");

    String table =
        ListFormat.of("table {{.Names}}\\t{{.Label \"a.b-c\"}}\\t{{.Labels}}", "", Map.of())
            .print(heads, List.of(container));
    String json = ListFormat.of("json", "", Map.of()).print(heads, List.of(container));

    assertThat(table).isEqualTo("NAMES     b c       LABELS\nc1        v         a.b-c=v,q=<w>\n");
    assertThat(json).isEqualTo("{\"Labels\":\"a.b-c=v,q=\\u003cw\\u003e\",\"Names\":\"c1\"}\n");
    assertThatThrownBy(
            () -> ListFormat.of("{{.Label}}", "", Map.of()).print(heads, List.of(container)))
        .hasMessage(
            "template: :1:2: executing \"\" at <.Label>: wrong number of args for Label: want 1"
                + " got 0");
  }

  private static Row image(
      String repository, String tag, String id, String created, String size, String digest) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Repository", repository);
    fields.put("Tag", tag);
    fields.put("ID", id);
    fields.put("CreatedAt", created + " +0000 UTC");
    fields.put("CreatedSince", "2 years ago");
    fields.put("Size", size);
    fields.put("VirtualSize", size);
    fields.put("Digest", digest);
    for (String unknown : List.of("SharedSize", "UniqueSize", "Containers")) {
      fields.put(unknown, "N/A");
    }
    return Row.of("*formatter.imageContext", fields);
  }

  private static Map<String, String> heads(String text) {
    Map<String, String> heads = new LinkedHashMap<>();
    for (String head : text.split(", ")) {
      heads.put(head.split("=")[0], head.split("=")[1]);
    }
    return heads;
  }
}
