package dev.lamina.examples.cli;

import java.util.Map;

/** How a list of images looks. */
final class ImageFormat {
  /** What a table calls the fields. */
  static final Map<String, String> HEADS =
      Map.ofEntries(
          Map.entry("ID", "IMAGE ID"),
          Map.entry("Repository", "REPOSITORY"),
          Map.entry("Tag", "TAG"),
          Map.entry("Digest", "DIGEST"),
          Map.entry("CreatedSince", "CREATED"),
          Map.entry("CreatedAt", "CREATED AT"),
          Map.entry("Size", "SIZE"),
          Map.entry("Containers", "CONTAINERS"),
          Map.entry("VirtualSize", "SIZE"),
          Map.entry("SharedSize", "SHARED SIZE"),
          Map.entry("UniqueSize", "UNIQUE SIZE"));

  private static final String AGE = "{{if .CreatedSince}}{{.CreatedSince}}{{else}}N/A{{end}}";

  private ImageFormat() {}

  /**
   * Returns the format to print in.
   *
   * @param option what {@code --format} says; nothing if empty
   * @param quiet whether to show IDs only, unless the format says what to show
   * @param digests whether to show digests, unless the format says what to show
   */
  static ListFormat of(String option, boolean quiet, boolean digests) {
    return ListFormat.of(
        option,
        quiet ? "{{.ID}}" : table(digests),
        Map.of("raw", quiet ? "image_id: {{.ID}}" : raw(digests)));
  }

  private static String table(boolean digests) {
    String digest = digests ? "\t{{.Digest}}" : "";
    return "table {{.Repository}}\t{{.Tag}}" + digest + "\t{{.ID}}\t" + AGE + "\t{{.Size}}";
  }

  private static String raw(boolean digests) {
    return "repository: {{.Repository}}\n"
        + "tag: {{.Tag}}\n"
        + (digests ? "digest: {{.Digest}}\n" : "")
        + "image_id: {{.ID}}\n"
        + "created_at: {{.CreatedAt}}\n"
        + "virtual_size: {{.Size}}\n";
  }
}
