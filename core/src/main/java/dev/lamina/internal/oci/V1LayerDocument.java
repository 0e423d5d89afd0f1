package dev.lamina.internal.oci;

import dev.lamina.Digest;
import dev.lamina.Layer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an archive says of a layer to engines from before image configs, to which each layer is an
 * image of its own: only the top one has a config and a time.
 *
 * @param id the ID by which such engines know it: 64 hexadecimal digits
 * @param json the content of the file {@code json} in the layer's directory
 */
public record V1LayerDocument(String id, String json) {
  private static final V1Fields NONE =
      new V1Fields(
          "",
          "",
          "",
          OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC),
          "",
          RunConfigDocument.EMPTY,
          "",
          "",
          null,
          "",
          "",
          "",
          0);

  /** Returns the documents of an image's layers, base first. */
  public static List<V1LayerDocument> of(ConfigDocument config) {
    List<V1LayerDocument> all = new ArrayList<>();
    List<Digest> chain = Layer.chainIds(config.diffIds());
    Optional<Digest> parent = Optional.empty();
    for (int i = 0; i < chain.size(); i++) {
      V1Fields fields = i == chain.size() - 1 ? config.v1Fields() : NONE;
      Digest id = id(fields, chain.get(i), parent);
      all.add(new V1LayerDocument(id.hex(), json(fields, config.os(), id, parent)));
      parent = Optional.of(id);
    }
    return all;
  }

  /** The ID is a digest of what the layer is, and of what the document says but for the ID. */
  private static Digest id(V1Fields fields, Digest chainId, Optional<Digest> parent) {
    Map<String, Object> json = new TreeMap<>(GoJson.BY_BYTES);
    json.putAll(fields.toGo());
    GoFields.putUnlessEmpty(json, "parent", parent.map(Digest::toString).orElse(fields.parent()));
    GoFields.putUnlessZero(json, "Size", fields.size());
    json.put("layer_id", chainId.toString());
    return ConfigDocument.sha256(GoJson.marshal(json).getBytes(StandardCharsets.UTF_8));
  }

  private static String json(V1Fields fields, String os, Digest id, Optional<Digest> parent) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id.hex());
    GoFields.putUnlessEmpty(json, "parent", parent.map(Digest::hex).orElse(fields.parent()));
    json.putAll(fields.toGo());
    GoFields.putUnlessEmpty(json, "os", os);
    GoFields.putUnlessZero(json, "Size", fields.size());
    return GoJson.marshal(json);
  }
}
