package dev.lamina.examples.cli;

import dev.lamina.examples.cli.template.Hidden;
import dev.lamina.examples.cli.template.Nil;
import dev.lamina.examples.cli.template.Omitted;
import dev.lamina.examples.cli.template.Struct;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The image that the recorded command line was asked to inspect. */
final class InspectedImage {
  private static final String ID =
      "sha256:582136ceeb8a52eecf3a8e25cf0cfa419e012e5ea48bf5804e11c427f2283f5f";
  private static final Map<String, ?> LABELS = Map.of("tier", "leaf", "z", "1", "a.b", "x y");

  private InspectedImage() {}

  /** Returns the image with an engine's types. */
  static Struct typed() {
    return new Struct(
        "types.ImageInspect",
        fields(
            "ID",
            new Omitted(ID),
            "Id",
            new Hidden(ID),
            "RepoTags",
            List.of("leaf:1", "team/leaf:2"),
            "RepoDigests",
            List.of(),
            "Parent",
            "",
            "Created",
            "2024-01-03T10:03:00Z",
            "Config",
            config(),
            "Architecture",
            "amd64",
            "Variant",
            new Omitted(""),
            "Comment",
            "",
            "Os",
            "linux",
            "Size",
            6000L,
            "VirtualSize",
            6000L,
            "GraphDriver",
            new Struct("types.GraphDriverData", fields("Data", data(), "Name", "overlay2")),
            "RootFS",
            new Struct(
                "types.RootFS",
                fields(
                    "Type",
                    "layers",
                    "Layers",
                    List.of("sha256:9dc2", "sha256:2edd"),
                    "BaseLayer",
                    new Omitted(""))),
            "Metadata",
            new Struct(
                "types.ImageMetadata",
                fields("LastTagTime", Instant.parse("2026-11-23T18:32:46.457332169Z")))));
  }

  private static Struct config() {
    Map<String, Object> fields = configStart();
    fields.put("ExposedPorts", Map.of("80/tcp", new Struct("struct {}", Map.of())));
    fields.putAll(
        fields(
            "Tty",
            false,
            "OpenStdin",
            false,
            "StdinOnce",
            false,
            "Env",
            Nil.LIST,
            "Cmd",
            List.of("/leaf", "<a> & b"),
            "Healthcheck",
            new Omitted(Nil.POINTER),
            "ArgsEscaped",
            new Omitted(false),
            "Image",
            "",
            "Volumes",
            Nil.MAP,
            "WorkingDir",
            "/w",
            "Entrypoint",
            Nil.LIST,
            "OnBuild",
            Nil.LIST,
            "Labels",
            LABELS,
            "StopSignal",
            new Omitted(""),
            "Shell",
            new Omitted(Nil.LIST)));
    return new Struct("*container.Config", fields);
  }

  /** Returns the image as its JSON has it, with something that no type knows. */
  static Map<String, Object> raw() {
    Map<String, Object> config = configStart();
    config.putAll(
        fields(
            "Cmd",
            List.of("/leaf", "<a> & b"),
            "Image",
            "",
            "WorkingDir",
            "/w",
            "Tty",
            false,
            "OpenStdin",
            false,
            "StdinOnce",
            false,
            "ExposedPorts",
            Map.of("80/tcp", Map.of()),
            "Labels",
            LABELS));
    for (String name : List.of("Env", "Volumes", "Entrypoint", "OnBuild")) {
      config.put(name, null);
    }
    List<Object> strange = new ArrayList<>(List.of(new BigDecimal("1"), "x"));
    strange.add(null);
    Map<String, Object> fields = new HashMap<>(typed().fields());
    fields.remove("Variant");
    fields.remove("ID");
    fields.putAll(
        fields(
            "Id",
            ID,
            "Config",
            config,
            "Size",
            new BigDecimal("6000"),
            "VirtualSize",
            new BigDecimal("6000"),
            "GraphDriver",
            Map.of("Data", data(), "Name", "overlay2"),
            "RootFS",
            Map.of("Type", "layers", "Layers", List.of("sha256:9dc2", "sha256:2edd")),
            "Metadata",
            Map.of("LastTagTime", "2026-11-23T18:32:46.457332169Z"),
            "Extra",
            fields("b", strange, "a", new BigDecimal("2.5"))));
    return fields;
  }

  private static Map<String, Object> configStart() {
    return fields(
        "Hostname",
        "",
        "Domainname",
        "",
        "User",
        "7:8",
        "AttachStdin",
        false,
        "AttachStdout",
        false,
        "AttachStderr",
        false);
  }

  private static Map<String, String> data() {
    return Map.of("MergedDir", "/m", "UpperDir", "/u");
  }

  private static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }
}
