package dev.lamina.engine;

import dev.lamina.Digest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names of files in a store say. */
final class StoreNames {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern LAYER =
      Pattern.compile("([0-9a-f]{64})\\.(index|checkpoints|tar|frame)");

  private StoreNames() {}

  /**
   * What a file is called below {@code layers/}.
   *
   * @param digest of the layer, or of the blob for checkpoints
   * @param form what the name ends with
   */
  record LayerFile(Digest digest, String form) {
    boolean isOfBlob() {
      return form.equals("checkpoints");
    }
  }

  /** Returns the digest that a file is called by. */
  static Optional<Digest> digest(Path file) {
    String name = file.getFileName().toString();
    return HEX.matcher(name).matches() ? Optional.of(sha256(name)) : Optional.empty();
  }

  static Optional<LayerFile> layerFile(Path file) {
    Matcher name = LAYER.matcher(file.getFileName().toString());
    return name.matches()
        ? Optional.of(new LayerFile(sha256(name.group(1)), name.group(2)))
        : Optional.empty();
  }

  private static Digest sha256(String hex) {
    return Digest.parse("sha256:" + hex);
  }
}
