package dev.lamina.internal.oci;

import dev.lamina.Digest;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a new image config is to say; texts are empty where it says nothing.
 *
 * @param createdAt when the image was made
 * @param author who made it
 * @param comment the message with which it was made
 * @param dockerVersion the version of the engine that made it
 * @param container the ID of the container it was made of
 * @param containerConfig how that container ran
 * @param config how containers of the image are to run
 * @param architecture the architecture
 * @param variant the variant of the architecture
 * @param os the operating system
 * @param osVersion the version of the operating system
 * @param osFeatures features of the operating system that are needed
 * @param diffIds the DiffIDs of the layers, base first
 * @param history the steps in which the image was made, first one first
 */
public record ConfigFields(
    OffsetDateTime createdAt,
    String author,
    String comment,
    String dockerVersion,
    String container,
    RunConfigDocument containerConfig,
    @Nullable RunConfigDocument config,
    String architecture,
    String variant,
    String os,
    String osVersion,
    List<String> osFeatures,
    List<Digest> diffIds,
    List<HistoryDocument> history) {

  /** Makes fields of their parts. */
  public ConfigFields {
    osFeatures = List.copyOf(osFeatures);
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }

  /** Returns the config with the bytes that engines write, and so with the ID that they give. */
  public ConfigDocument toConfig() {
    V1Fields fields =
        new V1Fields(
            "",
            "",
            comment,
            createdAt,
            container,
            containerConfig,
            dockerVersion,
            author,
            config,
            architecture,
            variant,
            os,
            0);
    Map<String, Object> json = new TreeMap<>(GoJson.BY_BYTES);
    json.putAll(fields.toGo());
    json.put("rootfs", rootFs(diffIds));
    GoFields.putUnlessEmpty(json, "history", history.stream().map(HistoryDocument::toGo).toList());
    GoFields.putUnlessEmpty(json, "os.version", osVersion);
    GoFields.putUnlessEmpty(json, "os.features", osFeatures);
    byte[] raw = GoJson.marshal(json).getBytes(StandardCharsets.UTF_8);
    return ConfigDocument.parse(raw, "new config");
  }

  static Map<String, Object> rootFs(List<Digest> diffIds) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", "layers");
    GoFields.putUnlessEmpty(json, "diff_ids", diffIds.stream().map(Object::toString).toList());
    return json;
  }
}
