package dev.lamina.internal.oci;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One step in the making of an image; texts are empty where the document says nothing.
 *
 * @param createdAt when, in the offset it was written in; the engine's zero time if unknown
 * @param author who
 * @param createdBy the command
 * @param comment the message
 * @param emptyLayer whether the step made no layer
 */
public record HistoryDocument(
    OffsetDateTime createdAt, String author, String createdBy, String comment, boolean emptyLayer) {

  static HistoryDocument parse(JsonObject json) {
    return new HistoryDocument(
        GoTime.orZero(json.time("created")),
        json.text("author"),
        json.text("created_by"),
        json.text("comment"),
        json.flag("empty_layer"));
  }

  /** Returns when the step was made; a zero time is none. */
  public Optional<Instant> created() {
    return GoTime.known(createdAt);
  }

  Map<String, Object> toGo() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("created", GoTime.format(createdAt));
    GoFields.putUnlessEmpty(json, "author", author);
    GoFields.putUnlessEmpty(json, "created_by", createdBy);
    GoFields.putUnlessEmpty(json, "comment", comment);
    GoFields.putIfTrue(json, "empty_layer", emptyLayer);
    return json;
  }
}
