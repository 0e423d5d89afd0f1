package dev.lamina.internal.oci;

import dev.lamina.InvalidArchiveException;
import java.util.Map;

/**
 * The file {@code oci-layout}, which marks a directory or archive as an OCI image layout.
 *
 * @param imageLayoutVersion the version of the layout
 */
public record OciLayoutDocument(String imageLayoutVersion) {
  /** The name of the file. */
  public static final String NAME = "oci-layout";

  /** The only version there is. */
  public static final OciLayoutDocument CURRENT = new OciLayoutDocument("1.0.0");

  /**
   * Parses the file.
   *
   * @param name what the document is called in messages
   * @throws InvalidArchiveException if it is not the file, or of an unknown version
   */
  public static OciLayoutDocument parse(byte[] raw, String name) {
    JsonObject json = Json.parseObject(raw, name);
    String version = json.requiredText("imageLayoutVersion");
    if (!version.equals(CURRENT.imageLayoutVersion)) {
      throw json.invalid(
          "imageLayoutVersion", JsonObject.quote(version) + " is unsupported; only 1.0.0 is");
    }
    return CURRENT;
  }

  /** Returns the content of the file. */
  public String toJson() {
    return GoJson.marshal(Map.of("imageLayoutVersion", imageLayoutVersion));
  }
}
