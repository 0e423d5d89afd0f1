package dev.lamina;

import java.util.List;
import java.util.stream.Collectors;

/** What {@code docker inspect} says of an image. Immutable. */
public final class Inspection {
  private final Image image;
  private final String json;

  /** Makes an inspection of an image and the JSON object that describes it, indented by four. */
  public Inspection(Image image, String json) {
    this.image = image;
    this.json = json;
  }

  /** Returns the image. */
  public Image image() {
    return image;
  }

  /** Returns the JSON object that describes it, indented by four. */
  public String json() {
    return json;
  }

  /** Returns what {@code docker inspect} prints: an array of one object, and a line feed. */
  public String toJson() {
    return toJson(List.of(this));
  }

  /** Returns what {@code docker inspect} prints of several. */
  public static String toJson(List<Inspection> inspections) {
    if (inspections.isEmpty()) {
      return "[]\n";
    }
    return inspections.stream()
        .map(inspection -> inspection.json.indent(4).stripTrailing())
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  /** Returns {@link #toJson()}. */
  @Override
  public String toString() {
    return toJson();
  }
}
