package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.examples.cli.template.Nil;
import dev.lamina.examples.cli.template.Struct;
import dev.lamina.examples.cli.template.TemplateException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class InspectFormatTest {
  static List<TemplateCase> cases() {
    return TemplateCase.read("inspect.txt");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void print_image_isWhatTheEngineSays(TemplateCase template) {
    if (template.message().isEmpty()) {
      assertThat(print(template.template()) + "\n").isEqualTo(template.output());
    } else {
      assertThatThrownBy(() -> print(template.template()))
          .isInstanceOf(TemplateException.class)
          .hasMessage(template.message());
    }
  }

  private static String print(String template) {
    return new InspectFormat(template).print(InspectedImage.typed(), InspectedImage.raw());
  }

  /** Templates of the recordings, with what they say of an image like the recorded ones. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '\\',
      value = {
        "{{.RepoTags}} {{.RepoDigests}} \\ [given/other:1 other:1] [given/other@sha256:1]",
        "{{index .RepoDigests 0}} \\ given/other@sha256:1",
        "{{range .RepoDigests}}{{.}};{{end}} \\ given/other@sha256:1;",
        "{{json .RepoTags}} {{.Size}} {{.Metadata.LastTagTime}} "
            + "\\ [\"given/other:1\",\"other:1\"] 1000 2026-11-23 18:32:46.457332169 +0000 UTC",
        "{{.Parent}}|{{.Size}}|{{.VirtualSize}}|{{json .RootFS}} "
            + "\\ |1000|1000|{\"Type\":\"layers\",\"Layers\":[\"sha256:9\"]}",
        "{{.Comment}}|{{json .Config.Cmd}}|{{json .Config.Labels}}|{{len .RootFS.Layers}}"
            + "|{{.Parent}}|{{.Architecture}} \\ said|[\"/bin/sh\",\"-c\"]|{\"i\":\"1\"}|1||amd64",
        "{{json .Config}} \\ {\"Env\":null,\"Cmd\":[\"/bin/sh\",\"-c\"],\"Labels\":{\"i\":\"1\"}}",
        "x \\ x",
      })
  void print_recordedTemplate_isWhatTheEngineSays(String template, String expected) {
    assertThat(new InspectFormat(template).print(recorded(), Map.of())).isEqualTo(expected);
  }

  private static Struct recorded() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("RepoTags", List.of("given/other:1", "other:1"));
    fields.put("RepoDigests", List.of("given/other@sha256:1"));
    fields.put("Parent", "");
    fields.put("Comment", "said");
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("Env", Nil.LIST);
    config.put("Cmd", List.of("/bin/sh", "-c"));
    config.put("Labels", Map.of("i", "1"));
    fields.put("Config", new Struct("*container.Config", config));
    fields.put("Architecture", "amd64");
    fields.put("Size", 1000L);
    fields.put("VirtualSize", 1000L);
    Map<String, Object> files = new LinkedHashMap<>();
    files.put("Type", "layers");
    files.put("Layers", List.of("sha256:9"));
    fields.put("RootFS", new Struct("types.RootFS", files));
    Instant tagged = Instant.parse("2026-11-23T18:32:46.457332169Z");
    fields.put("Metadata", new Struct("types.ImageMetadata", Map.of("LastTagTime", tagged)));
    return new Struct("types.ImageInspect", fields);
  }

  @Test
  void print_onceTheTypesFailed_staysStrict() {
    InspectFormat format = new InspectFormat("{{.A}}{{.Labels.b}}");
    Struct typed = new Struct("t", Map.of("A", "a", "Labels", Map.of()));

    assertThat(format.print(typed, Map.of())).isEqualTo("a<no value>");
    assertThat(format.print(new Struct("t", Map.of()), Map.of("A", 1, "Labels", Map.of("b", 2))))
        .isEqualTo("12");
    assertThatThrownBy(() -> format.print(typed, Map.of("A", "a", "Labels", Map.of())))
        .hasMessageEndingWith("map has no entry for key \"b\"");
  }
}
