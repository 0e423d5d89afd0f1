package dev.lamina.internal.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads arguments that are written as a JSON array of strings. */
final class ExecForm {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ExecForm() {}

  /**
   * Returns the elements; empty if the text is no JSON array. As engines do, it does not look at
   * what follows the array.
   *
   * @throws IllegalArgumentException if there is anything but strings in the array
   */
  static Optional<List<String>> parse(String text) {
    if (!text.startsWith("[")) {
      return Optional.empty();
    }
    try (JsonParser json = FACTORY.createParser(text)) {
      return Optional.of(strings(json));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<String> strings(JsonParser json) throws IOException {
    List<String> strings = new ArrayList<>();
    boolean others = false;
    json.nextToken();
    for (JsonToken t = next(json); t != JsonToken.END_ARRAY; t = next(json)) {
      others |= t != JsonToken.VALUE_STRING;
      strings.add(JsonObject.wellFormed(json.getText()));
      json.skipChildren();
    }
    if (others) {
      throw new IllegalArgumentException(
          "when using JSON array syntax, arrays must be comprised of strings only");
    }
    return strings;
  }

  private static JsonToken next(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (token == null) {
      throw new IOException("the array does not end");
    }
    return token;
  }
}
