package dev.lamina.internal.oci;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The platform that an index says a manifest is for; texts are empty where it says nothing.
 *
 * @param os the operating system, such as {@code linux}
 * @param architecture the architecture, such as {@code arm64}
 * @param variant the variant of the architecture, such as {@code v8}
 * @param osVersion the version of the operating system
 * @param osFeatures features of the operating system that are needed
 */
public record PlatformDocument(
    String os, String architecture, String variant, String osVersion, List<String> osFeatures) {

  /** Makes a platform of its parts. */
  public PlatformDocument {
    osFeatures = List.copyOf(osFeatures);
  }

  static PlatformDocument parse(JsonObject json) {
    return new PlatformDocument(
        json.requiredText("os"),
        json.requiredText("architecture"),
        json.text("variant"),
        json.text("os.version"),
        json.textsOrEmpty("os.features"));
  }

  Map<String, Object> toGo() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("architecture", architecture);
    json.put("os", os);
    GoFields.putUnlessEmpty(json, "os.version", osVersion);
    GoFields.putUnlessEmpty(json, "os.features", new ArrayList<>(osFeatures));
    GoFields.putUnlessEmpty(json, "variant", variant);
    return json;
  }
}
