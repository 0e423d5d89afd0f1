package dev.lamina.internal.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.json.JsonTrees;
import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads JSON that nobody vouches for: within limits, without ambiguity, or not at all. */
final class Json {
  // What walks a document goes down as deep as it is: who raised this would have no stack for it.
  private static final int DEPTH = 64;
  private static final int NUMBER_LENGTH = 1000;
  // A token costs up to some eighty bytes of heap, whatever it cost in the document.
  private static final int TOKENS = 300_000;
  // Names in a document may be long; a message that quotes one need not be.
  private static final int MESSAGE_LENGTH = 500;
  private static final char BYTE_ORDER_MARK = 0xFEFF;

  // Neither interned nor kept in a table of names: names come from strangers.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(NUMBER_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxTokenCount(TOKENS)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /**
   * Parses a document, which somebody has found small enough to be read whole.
   *
   * @param name what the document is called in messages
   * @throws InvalidArchiveException if it is no JSON text, ambiguous, or beyond a limit
   */
  static JsonNode parse(byte[] raw, String name) {
    String text = decode(raw, name);
    if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      throw invalid(name, "begins with a byte order mark, which JSON does not allow");
    }
    String problem = JsonSyntax.problem(raw);
    if (problem != null) {
      throw invalid(name, problem);
    }
    return parseValid(text, name);
  }

  /** Parses a document that must be an object. */
  static JsonObject parseObject(byte[] raw, String name) {
    return JsonObject.of(parse(raw, name), name, "");
  }

  static InvalidArchiveException invalid(String name, String why) {
    String text = why.length() <= MESSAGE_LENGTH ? why : why.substring(0, MESSAGE_LENGTH) + "…";
    return new InvalidArchiveException(ByteNames.escape(name) + ": " + ByteNames.escape(text));
  }

  /** Returns the text of a document, which is UTF-8 and nothing else. */
  static String decode(byte[] raw, String name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      throw invalid(name, "is not valid UTF-8, as JSON must be");
    }
  }

  /** Returns the text of a JSON string, which is known to be valid. */
  static String unquote(String json) {
    return parseValid(json, "name").textValue();
  }

  private static JsonNode parseValid(String text, String name) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return JsonTrees.read(parser); // Nothing follows, or the syntax would not be right.
    } catch (StreamConstraintsException e) {
      throw invalid(
          name,
          "is beyond the limits for JSON: at most "
              + (DEPTH + " levels, " + NUMBER_LENGTH + " digits in a number, ")
              + (TOKENS + " names and values"));
    } catch (JsonProcessingException e) {
      // The syntax is right, so this is a name that stands twice in one object.
      throw invalid(name, "is ambiguous JSON: " + lowerCase(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // The text is in memory.
    }
  }

  private static String lowerCase(String message) {
    return Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }
}
