package dev.lamina.internal.oci;

import dev.lamina.InvalidArchiveException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The file {@code repositories} of archives from before {@code manifest.json}. */
public final class LegacyDocuments {
  /** The name of the file. */
  public static final String REPOSITORIES = "repositories";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private LegacyDocuments() {}

  /**
   * Parses the file.
   *
   * @param name what the document is called in messages
   * @return for each repository its tags, and for each tag the ID of the image: 64 hexadecimal
   *     digits, the name of its folder
   * @throws InvalidArchiveException if the file says something else, or an ID is none
   */
  public static Map<String, Map<String, String>> parseRepositories(byte[] raw, String name) {
    JsonObject json = Json.parseObject(raw, name);
    Map<String, Map<String, String>> repositories = new LinkedHashMap<>();
    for (String repository : json.ownNames()) {
      Map<String, String> tags = json.member(repository).ownTexts();
      tags.forEach((tag, id) -> requireId(json, repository, id));
      repositories.put(repository, tags);
    }
    return repositories;
  }

  /** Returns the content of the file. */
  public static String toJson(Map<String, Map<String, String>> repositories) {
    Map<String, Object> json = new TreeMap<>(GoJson.BY_BYTES);
    repositories.forEach((name, tags) -> json.put(name, DescriptorDocument.sorted(tags)));
    return GoJson.marshal(json) + "\n";
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  private static void requireId(JsonObject json, String repository, String id) {
    if (!isId(id)) {
      throw json.invalid(repository, "has a tag of what is no image ID: " + JsonObject.quote(id));
    }
  }
}
