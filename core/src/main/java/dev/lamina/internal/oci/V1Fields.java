package dev.lamina.internal.oci;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that an image config has had from the first version on. */
record V1Fields(
    String id,
    String parent,
    String comment,
    OffsetDateTime created,
    String container,
    RunConfigDocument containerConfig,
    String dockerVersion,
    String author,
    @Nullable RunConfigDocument config,
    String architecture,
    String variant,
    String os,
    long size) {

  static V1Fields parse(JsonObject json) {
    RunConfigDocument containerConfig = runConfig(json.object("container_config"));
    return new V1Fields(
        json.text("id"),
        json.text("parent"),
        json.text("comment"),
        GoTime.orZero(json.time("created")),
        json.text("container"),
        containerConfig == null ? RunConfigDocument.EMPTY : containerConfig,
        json.text("docker_version"),
        json.text("author"),
        runConfig(json.object("config")),
        json.text("architecture"),
        json.text("variant"),
        json.text("os"),
        json.integer("Size", 0));
  }

  /** Returns the fields as engines write them, without those that they leave behind. */
  Map<String, Object> toGo() {
    Map<String, Object> json = new LinkedHashMap<>();
    GoFields.putUnlessEmpty(json, "comment", comment);
    json.put("created", GoTime.format(created));
    GoFields.putUnlessEmpty(json, "container", container);
    json.put("container_config", containerConfig.toGo());
    GoFields.putUnlessEmpty(json, "docker_version", dockerVersion);
    GoFields.putUnlessEmpty(json, "author", author);
    if (config != null) {
      json.put("config", config.toGo());
    }
    GoFields.putUnlessEmpty(json, "architecture", architecture);
    GoFields.putUnlessEmpty(json, "variant", variant);
    GoFields.putUnlessEmpty(json, "os", os);
    return json;
  }

  private static @Nullable RunConfigDocument runConfig(@Nullable JsonObject json) {
    return json == null ? null : RunConfigDocument.parse(json);
  }
}
