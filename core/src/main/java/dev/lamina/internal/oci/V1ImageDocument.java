package dev.lamina.internal.oci;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The file {@code json} of a layer in an archive from before image configs: it describes the image
 * that has this layer on top, and names the one below.
 */
public final class V1ImageDocument {
  // Older engines wrote blank fields, which have to go for the IDs to be equal.
  private static final String FIRST_WITHOUT_BLANKS = "1.8.3";
  private static final List<String> LEFT_BEHIND =
      List.of("id", "parent", "Size", "parent_id", "layer_id", "throwaway");

  private final String text;
  private final V1Fields fields;
  private final Optional<String> parent;

  private V1ImageDocument(String text, V1Fields fields, Optional<String> parent) {
    this.text = text;
    this.fields = fields;
    this.parent = parent;
  }

  /**
   * Parses the file.
   *
   * @param name what the document is called in messages
   * @throws InvalidArchiveException if it describes no image
   */
  public static V1ImageDocument parse(byte[] raw, String name) {
    JsonObject json = Json.parseObject(raw, name);
    V1Fields fields = V1Fields.parse(json);
    Optional<String> parent = Optional.of(fields.parent()).filter(id -> !id.isEmpty());
    if (parent.isPresent() && !LegacyDocuments.isId(fields.parent())) {
      throw json.invalid("parent", "is no image ID: " + JsonObject.quote(fields.parent()));
    }
    return new V1ImageDocument(Json.decode(raw, name), fields, parent);
  }

  /** Returns the ID of the image below: 64 hexadecimal digits, the name of its folder. */
  public Optional<String> parent() {
    return parent;
  }

  /** Returns the operating system as written; empty if there is none. */
  public String os() {
    return fields.os();
  }

  /** Returns the step in the history of an image that this layer stands for. */
  public HistoryDocument historyStep() {
    List<String> cmd = fields.containerConfig().cmd();
    return new HistoryDocument(
        fields.created(),
        fields.author(),
        cmd == null ? "" : String.join(" ", cmd),
        fields.comment(),
        false);
  }

  /**
   * Returns the image config that engines make of this document, byte for byte.
   *
   * @param diffIds the DiffIDs of all layers, base first
   * @param history the steps of all layers, this one's included, base first
   */
  public byte[] config(List<Digest> diffIds, List<HistoryDocument> history) {
    Map<String, Object> config = new TreeMap<>(GoJson.BY_BYTES);
    config.putAll(isOld() ? fields.toGo() : RawFields.of(text));
    LEFT_BEHIND.forEach(config::remove);
    config.put("rootfs", ConfigFields.rootFs(diffIds));
    config.put("history", history.stream().map(HistoryDocument::toGo).toList());
    return GoJson.marshal(config).getBytes(StandardCharsets.UTF_8);
  }

  private boolean isOld() {
    String[] version = fields.dockerVersion().split("\\.", -1);
    String[] first = FIRST_WITHOUT_BLANKS.split("\\.", -1);
    for (int i = 0; i < first.length; i++) {
      int difference = (i < version.length ? number(version[i]) : 0) - number(first[i]);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  /** Returns a part of a version; what is no plain number counts as 0, as in the engine. */
  private static int number(String part) {
    return part.matches("[0-9]{1,9}") ? Integer.parseInt(part) : 0;
  }
}
