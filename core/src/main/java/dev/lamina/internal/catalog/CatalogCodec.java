package dev.lamina.internal.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.Digest;
import dev.lamina.internal.json.JsonTrees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The JSON of the catalogue, as {@link Journal} describes it. What is empty is left out; fields
 * that are not known are skipped.
 */
final class CatalogCodec {
  // Only ASCII leaves here: names of media types come from strangers, and may not even be Unicode.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  private CatalogCodec() {}

  /** Writes something to a generator. */
  @FunctionalInterface
  private interface Json {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static byte[] encode(Json content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      content.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads an object.
   *
   * @throws IllegalArgumentException if there is none
   */
  private static JsonNode decode(byte[] json) {
    JsonNode node;
    try (JsonParser parser = FACTORY.createParser(json)) {
      node = JsonTrees.read(parser);
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON", e);
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException("no JSON object");
    }
    return node;
  }

  static byte[] encode(JournalHeader header) {
    return encode(
        json -> {
          json.writeStringField("format", header.format());
          json.writeNumberField("version", header.version());
          json.writeNumberField("generation", header.generation());
          json.writeNumberField("snapshot", header.snapshotLines());
        });
  }

  /**
   * Reads a header, of whatever version.
   *
   * @throws IllegalArgumentException if it is none
   */
  static JournalHeader decodeHeader(byte[] json) {
    JsonNode node = decode(json);
    long version = number(node, "version");
    boolean known = version == JournalHeader.VERSION;
    return new JournalHeader(
        text(node, "format"),
        version,
        known ? number(node, "generation") : 0,
        known ? number(node, "snapshot") : 0);
  }

  /** Writes changes, and whether they are forced to the medium before they count. */
  static byte[] encode(List<Change> changes, boolean isForced) {
    return encode(
        json -> {
          if (!isForced) {
            json.writeBooleanField("unforced", true);
          }
          json.writeArrayFieldStart("changes");
          for (Change change : changes) {
            json.writeStartObject();
            write(json, change);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads changes.
   *
   * @throws IllegalArgumentException if they are none
   */
  static List<Change> decodeChanges(byte[] json) {
    JsonNode node = decode(json);
    JsonNode unused = required(node, "changes");
    return list(node, "changes", CatalogCodec::change);
  }

  /** Returns whether changes were forced to the medium. */
  static boolean isForced(byte[] json) {
    try {
      return !decode(json).path("unforced").asBoolean();
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static void write(JsonGenerator json, Change change) throws IOException {
    if (change instanceof Change.PutImage put) {
      json.writeStringField("op", "putImage");
      write(json, put.image());
    } else if (change instanceof Change.RemoveImage remove) {
      json.writeStringField("op", "removeImage");
      write(json, "id", remove.id());
    } else if (change instanceof Change.PutReference put) {
      json.writeStringField("op", "putReference");
      json.writeStringField("reference", put.reference());
      write(json, "image", put.image());
    } else if (change instanceof Change.RemoveReference remove) {
      json.writeStringField("op", "removeReference");
      json.writeStringField("reference", remove.reference());
    } else if (change instanceof Change.PutLayer put) {
      json.writeStringField("op", "putLayer");
      write(json, put.layer());
    } else if (change instanceof Change.RemoveLayer remove) {
      json.writeStringField("op", "removeLayer");
      write(json, "diffId", remove.diffId());
    } else if (change instanceof Change.PutContainer put) {
      json.writeStringField("op", "putContainer");
      write(json, put.container());
    } else if (change instanceof Change.RemoveContainer remove) {
      json.writeStringField("op", "removeContainer");
      json.writeStringField("id", remove.id());
    } else if (change instanceof Change.AddEvent add) {
      json.writeStringField("op", "addEvent");
      write(json, add.event());
    }
  }

  private static Change change(JsonNode node) {
    String op = text(node, "op");
    return switch (op) {
      case "putImage" -> new Change.PutImage(image(node));
      case "removeImage" -> new Change.RemoveImage(digest(node, "id"));
      case "putReference" ->
          new Change.PutReference(text(node, "reference"), digest(node, "image"));
      case "removeReference" -> new Change.RemoveReference(text(node, "reference"));
      case "putLayer" -> new Change.PutLayer(layer(node));
      case "removeLayer" -> new Change.RemoveLayer(digest(node, "diffId"));
      case "putContainer" -> new Change.PutContainer(container(node));
      case "removeContainer" -> new Change.RemoveContainer(text(node, "id"));
      case "addEvent" -> new Change.AddEvent(event(node));
      default -> throw new IllegalArgumentException("an unknown kind of change");
    };
  }

  private static void write(JsonGenerator json, ImageRecord image) throws IOException {
    write(json, "id", image.id());
    if (image.parent().isPresent()) {
      write(json, "parent", image.parent().get());
    }
    write(json, "created", image.created());
    write(json, "os", image.os());
    write(json, "architecture", image.architecture());
    write(json, "variant", image.variant());
    write(json, "osVersion", image.osVersion());
    write(json, "diffIds", image.diffIds());
    write(json, "lastTagged", image.lastTagged());
    write(json, "manifests", image.manifests(), CatalogCodec::write);
    write(json, "variants", image.variants(), CatalogCodec::write);
    write(json, "blobs", image.blobs());
    if (image.labels().isPresent()) {
      write(json, "labels", image.labels().get());
    }
  }

  private static ImageRecord image(JsonNode node) {
    return new ImageRecord(
        digest(node, "id"),
        node.has("parent") ? Optional.of(digest(node, "parent")) : Optional.empty(),
        instant(node, "created"),
        textOrEmpty(node, "os"),
        textOrEmpty(node, "architecture"),
        textOrEmpty(node, "variant"),
        textOrEmpty(node, "osVersion"),
        digests(node, "diffIds"),
        instant(node, "lastTagged"),
        list(node, "manifests", CatalogCodec::blobRef),
        list(node, "variants", CatalogCodec::variant),
        digests(node, "blobs"),
        node.has("labels") ? Optional.of(texts(node, "labels")) : Optional.empty());
  }

  private static void write(JsonGenerator json, ContainerRecord container) throws IOException {
    json.writeStringField("id", container.id());
    json.writeStringField("name", container.name());
    write(json, "image", container.image());
    write(json, "imageName", container.imageName());
    write(json, "diffIds", container.diffIds());
    write(json, "config", container.config());
    writeUnlessEmpty(json, "labels", container.labels());
    write(json, "created", Optional.of(container.created()));
    json.writeStringField("status", container.status());
    write(json, "started", container.started());
    write(json, "finished", container.finished());
    if (container.exitCode() != 0) {
      json.writeNumberField("exitCode", container.exitCode());
    }
    write(json, "lease", container.lease());
  }

  private static ContainerRecord container(JsonNode node) {
    return new ContainerRecord(
        text(node, "id"),
        text(node, "name"),
        digest(node, "image"),
        textOrEmpty(node, "imageName"),
        digests(node, "diffIds"),
        textOrEmpty(node, "config"),
        texts(node, "labels"),
        requiredInstant(node, "created"),
        text(node, "status"),
        instant(node, "started"),
        instant(node, "finished"),
        node.has("exitCode") ? (int) number(node, "exitCode") : 0,
        textOrEmpty(node, "lease"));
  }

  private static void write(JsonGenerator json, EventRecord event) throws IOException {
    json.writeNumberField("number", event.number());
    write(json, "time", Optional.of(event.time()));
    json.writeStringField("type", event.type());
    json.writeStringField("action", event.action());
    write(json, "actor", event.actor());
    writeUnlessEmpty(json, "attributes", event.attributes());
    write(json, "cause", event.cause());
  }

  private static EventRecord event(JsonNode node) {
    return new EventRecord(
        number(node, "number"),
        requiredInstant(node, "time"),
        text(node, "type"),
        text(node, "action"),
        textOrEmpty(node, "actor"),
        texts(node, "attributes"),
        textOrEmpty(node, "cause"));
  }

  private static void write(JsonGenerator json, BlobRef blob) throws IOException {
    write(json, "digest", blob.digest());
    json.writeStringField("mediaType", blob.mediaType());
    json.writeNumberField("size", blob.size());
    json.writeStringField("role", blob.role());
  }

  private static BlobRef blobRef(JsonNode node) {
    return new BlobRef(
        digest(node, "digest"), text(node, "mediaType"), number(node, "size"), text(node, "role"));
  }

  private static void write(JsonGenerator json, VariantRecord variant) throws IOException {
    write(json, "os", variant.os());
    write(json, "architecture", variant.architecture());
    write(json, "variant", variant.variant());
    write(json, "osVersion", variant.osVersion());
    write(json, "config", variant.config());
    write(json, "manifest", variant.manifest());
    write(json, "diffIds", variant.diffIds());
  }

  private static VariantRecord variant(JsonNode node) {
    return new VariantRecord(
        textOrEmpty(node, "os"),
        textOrEmpty(node, "architecture"),
        textOrEmpty(node, "variant"),
        textOrEmpty(node, "osVersion"),
        digest(node, "config"),
        digest(node, "manifest"),
        digests(node, "diffIds"));
  }

  private static void write(JsonGenerator json, LayerRecord layer) throws IOException {
    write(json, "diffId", layer.diffId());
    json.writeNumberField("size", layer.size());
    json.writeNumberField("tarSize", layer.tarSize());
    write(json, "forms", layer.forms(), CatalogCodec::write);
  }

  private static LayerRecord layer(JsonNode node) {
    return new LayerRecord(
        digest(node, "diffId"),
        number(node, "size"),
        number(node, "tarSize"),
        list(node, "forms", CatalogCodec::form));
  }

  private static void write(JsonGenerator json, LayerForm form) throws IOException {
    write(json, "blob", form.blob());
    json.writeNumberField("size", form.size());
    json.writeStringField("compression", form.compression());
  }

  private static LayerForm form(JsonNode node) {
    return new LayerForm(digest(node, "blob"), number(node, "size"), text(node, "compression"));
  }

  private static void write(JsonGenerator json, String name, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(name, text);
    }
  }

  private static void write(JsonGenerator json, String name, Digest digest) throws IOException {
    json.writeStringField(name, digest.toString());
  }

  private static void write(JsonGenerator json, String name, Optional<Instant> instant)
      throws IOException {
    if (instant.isPresent()) {
      Instant value = instant.get();
      json.writeArrayFieldStart(name);
      json.writeNumber(value.getEpochSecond());
      json.writeNumber(value.getNano());
      json.writeEndArray();
    }
  }

  private static void write(JsonGenerator json, String name, List<Digest> digests)
      throws IOException {
    if (!digests.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (Digest digest : digests) {
        json.writeString(digest.toString());
      }
      json.writeEndArray();
    }
  }

  private static void writeUnlessEmpty(JsonGenerator json, String name, Map<String, String> texts)
      throws IOException {
    if (!texts.isEmpty()) {
      write(json, name, texts);
    }
  }

  private static void write(JsonGenerator json, String name, Map<String, String> texts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
      json.writeStringField(text.getKey(), text.getValue());
    }
    json.writeEndObject();
  }

  private static Map<String, String> texts(JsonNode node, String name) {
    Map<String, String> texts = new TreeMap<>();
    node.path(name).fieldNames().forEachRemaining(key -> texts.put(key, text(node.get(name), key)));
    return texts;
  }

  /** Writes the fields of one element of a list. */
  @FunctionalInterface
  private interface Fields<T> {
    void write(JsonGenerator json, T value) throws IOException;
  }

  private static <T> void write(JsonGenerator json, String name, List<T> list, Fields<T> fields)
      throws IOException {
    if (!list.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (T value : list) {
        json.writeStartObject();
        fields.write(json, value);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private static JsonNode required(JsonNode node, String name) {
    JsonNode field = node.get(name);
    if (field == null) {
      throw new IllegalArgumentException("no field \"" + name + "\"");
    }
    return field;
  }

  private static String text(JsonNode node, String name) {
    return checked(required(node, name), name, JsonNode::isTextual).textValue();
  }

  private static String textOrEmpty(JsonNode node, String name) {
    return node.has(name) ? text(node, name) : "";
  }

  private static long number(JsonNode node, String name) {
    return checked(required(node, name), name, JsonNode::canConvertToLong).longValue();
  }

  private static JsonNode checked(JsonNode field, String name, Predicate<JsonNode> isType) {
    if (!isType.test(field)) {
      throw new IllegalArgumentException("wrong type of field \"" + name + "\"");
    }
    return field;
  }

  private static Digest digest(JsonNode node, String name) {
    return Digest.parse(text(node, name));
  }

  private static List<Digest> digests(JsonNode node, String name) {
    return list(node, name, element -> Digest.parse(element.asText()));
  }

  private static Optional<Instant> instant(JsonNode node, String name) {
    if (!node.has(name)) {
      return Optional.empty();
    }
    JsonNode pair = node.get(name);
    try {
      return Optional.of(Instant.ofEpochSecond(pair.path(0).longValue(), pair.path(1).longValue()));
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("no instant in field \"" + name + "\"", e);
    }
  }

  private static Instant requiredInstant(JsonNode node, String name) {
    return instant(node, name)
        .orElseThrow(() -> new IllegalArgumentException("no field \"" + name + "\""));
  }

  private static <T> List<T> list(JsonNode node, String name, Function<JsonNode, T> element) {
    List<T> list = new ArrayList<>();
    node.path(name).forEach(child -> list.add(element.apply(child)));
    return list;
  }
}
