package dev.lamina.internal.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.InvalidReferenceException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One object of a document, read as the engines read it (Go's {@code encoding/json}): names in any
 * case, {@code null} like absence, and no other type than the one expected. A name that stands
 * there in two spellings is refused: readers would differ about which one counts.
 */
final class JsonObject {
  /** An object without anything in it. */
  static final JsonObject EMPTY = new JsonObject("", "", JsonNodeFactory.instance.objectNode());

  private final String document;
  private final String path;
  private final ObjectNode node;

  private JsonObject(String document, String path, ObjectNode node) {
    this.document = document;
    this.path = path;
    this.node = node;
  }

  static JsonObject of(JsonNode node, String document, String path) {
    if (node instanceof ObjectNode object) {
      return new JsonObject(document, path, object);
    }
    String subject = path.isEmpty() ? "" : "\"" + path + "\" ";
    throw Json.invalid(document, subject + "must be an object, found " + kind(node));
  }

  /** Returns the elements of an array as objects; one that is null has nothing in it. */
  static List<JsonObject> listOf(JsonNode array, String document, String path) {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonNode element : array) {
      JsonNode object = element.isNull() ? JsonNodeFactory.instance.objectNode() : element;
      objects.add(of(object, document, path + "[" + objects.size() + "]"));
    }
    return objects;
  }

  /** Returns true if the name is there, be it with {@code null}. */
  boolean has(String name) {
    return find(name) != null;
  }

  /** Returns the text under a name; empty if there is none, as Go's zero value. */
  String text(String name) {
    JsonNode value = value(name);
    return value == null ? "" : textOf(value, name);
  }

  String requiredText(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      throw invalid(name, "is missing");
    }
    return text;
  }

  @Nullable Long integer(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrongType(name, "a 64-bit integer", value);
    }
    return value.longValue();
  }

  long integer(String name, long absent) {
    Long value = integer(name);
    return value == null ? absent : value;
  }

  boolean flag(String name) {
    JsonNode value = value(name);
    if (value != null && !value.isBoolean()) {
      throw wrongType(name, "true or false", value);
    }
    return value != null && value.booleanValue();
  }

  @Nullable List<String> texts(String name) {
    JsonNode value = value(name);
    return value == null ? null : textsOf(value, name);
  }

  List<String> textsOrEmpty(String name) {
    List<String> texts = texts(name);
    return texts == null ? List.of() : texts;
  }

  /** Returns a list, which may be written as a single text. */
  @Nullable List<String> textOrTexts(String name) {
    JsonNode value = value(name);
    return value != null && value.isTextual() ? List.of(textOf(value, name)) : texts(name);
  }

  @Nullable Map<String, String> textMap(String name) {
    JsonObject object = object(name);
    return object == null ? null : object.ownTexts();
  }

  /** Returns the names of this object and the texts under them. */
  Map<String, String> ownTexts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      texts.put(wellFormed(entry.getKey()), elementOf(entry.getValue(), entry.getKey()));
    }
    return Collections.unmodifiableMap(texts);
  }

  Map<String, String> textMapOrEmpty(String name) {
    Map<String, String> texts = textMap(name);
    return texts == null ? Map.of() : texts;
  }

  /** Returns the names in an object whose values are objects, and say nothing. */
  @Nullable SortedSet<String> names(String name) {
    JsonObject object = object(name);
    if (object == null) {
      return null;
    }
    SortedSet<String> names = new TreeSet<>(GoJson.BY_BYTES);
    for (Map.Entry<String, JsonNode> entry : object.node.properties()) {
      if (!entry.getValue().isObject() && !entry.getValue().isNull()) {
        throw object.wrongType(entry.getKey(), "an object", entry.getValue());
      }
      names.add(wellFormed(entry.getKey()));
    }
    return Collections.unmodifiableSortedSet(names);
  }

  /** Returns the names of this object. */
  List<String> ownNames() {
    return List.copyOf(node.properties().stream().map(Map.Entry::getKey).toList());
  }

  /** Returns the object under a name, which is spelled exactly so. */
  JsonObject member(String name) {
    return of(node.path(name), document, pathOf(name));
  }

  @Nullable JsonObject object(String name) {
    JsonNode value = value(name);
    return value == null ? null : of(value, document, pathOf(name));
  }

  JsonObject requiredObject(String name) {
    JsonObject object = object(name);
    if (object == null) {
      throw invalid(name, "is missing");
    }
    return object;
  }

  @Nullable List<JsonObject> objects(String name) {
    JsonNode value = value(name);
    return value == null ? null : listOf(arrayOf(value, name), document, pathOf(name));
  }

  @Nullable OffsetDateTime time(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    OffsetDateTime time = GoTime.parse(textOf(value, name));
    if (time == null) {
      throw invalid(name, "is no RFC 3339 time: " + quote(textOf(value, name)));
    }
    return time;
  }

  Digest requiredDigest(String name) {
    return digestOf(requiredText(name), name);
  }

  List<Digest> digests(String name) {
    List<Digest> digests = new ArrayList<>();
    for (String text : textsOrEmpty(name)) {
      digests.add(digestOf(text, name + "[" + digests.size() + "]"));
    }
    return List.copyOf(digests);
  }

  Digest digestOf(String text, String name) {
    try {
      return Digest.parse(text);
    } catch (InvalidReferenceException e) {
      throw invalid(name, "is no digest, " + quote(text) + ": " + e.getMessage());
    }
  }

  InvalidArchiveException invalid(String name, String why) {
    return Json.invalid(document, "\"" + pathOf(name) + "\" " + why);
  }

  /** Returns a text for a message, cut where it gets long. */
  static String quote(String text) {
    return "\"" + (text.length() <= 120 ? text : text.substring(0, 120) + "…") + "\"";
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = find(name);
    return value == null || value.isNull() ? null : value;
  }

  private @Nullable JsonNode find(String name) {
    JsonNode found = null;
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (folds(entry.getKey(), name)) {
        if (found != null) {
          throw invalid(name, "is ambiguous: it stands there in two spellings");
        }
        found = entry.getValue();
      }
    }
    return found;
  }

  /** Returns true if two names differ at most in case; the two letters are Go's exceptions. */
  private static boolean folds(String spelling, String name) {
    return spelling.length() == name.length()
        && spelling
            .replace('\u017F', 's')
            .replace('\u212A', 'k')
            .toLowerCase(Locale.ROOT)
            .equals(name.toLowerCase(Locale.ROOT));
  }

  private JsonNode arrayOf(JsonNode value, String name) {
    if (!value.isArray()) {
      throw wrongType(name, "an array", value);
    }
    return value;
  }

  private List<String> textsOf(JsonNode value, String name) {
    List<String> texts = new ArrayList<>(value.size());
    for (JsonNode element : arrayOf(value, name)) {
      texts.add(elementOf(element, name + "[" + texts.size() + "]"));
    }
    return List.copyOf(texts);
  }

  private String elementOf(JsonNode element, String name) {
    return element.isNull() ? "" : textOf(element, name);
  }

  private String textOf(JsonNode value, String name) {
    if (!value.isTextual()) {
      throw wrongType(name, "a string", value);
    }
    return wellFormed(value.textValue());
  }

  private InvalidArchiveException wrongType(String name, String wanted, JsonNode found) {
    return invalid(name, "must be " + wanted + ", found " + kind(found));
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Returns a text with each unpaired surrogate replaced, as engines do on reading. */
  static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "a string";
      case NUMBER -> "the number " + quote(node.asText());
      case BOOLEAN -> "a boolean";
      default -> "null";
    };
  }
}
