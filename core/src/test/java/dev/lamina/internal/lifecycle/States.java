package dev.lamina.internal.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes states for tests, in which images have names of their own: the texts of their IDs. */
record States(StoreState state) {
  static States empty() {
    return new States(StoreState.empty());
  }

  /** Returns the ID of the image that tests call so. */
  static Digest id(String name) {
    return Digest.sha256(Arrays.copyOf(name.getBytes(UTF_8), 32));
  }

  /** Returns what tests call an image. */
  static String name(ImageRecord image) {
    byte[] id = HexFormat.of().parseHex(image.id().hex());
    return new String(id, UTF_8).replace("\0", "");
  }

  static Digest layer(int number) {
    return id("layer " + number);
  }

  static Map<String, String> labels(String... keysAndValues) {
    return keysAndValues.length == 2
        ? Map.of(keysAndValues[0], keysAndValues[1])
        : Map.of(keysAndValues[0], keysAndValues[1], keysAndValues[2], keysAndValues[3]);
  }

  States image(String name, UnaryOperator<ImageRecord.Builder> fields) {
    return with(new Change.PutImage(fields.apply(ImageRecord.builder(id(name))).build()));
  }

  States layer(int number, long size) {
    return with(
        new Change.PutLayer(
            new LayerRecord(
                layer(number),
                size,
                2 * size,
                List.of(new LayerForm(id("blob " + number), size, "none")))));
  }

  States reference(String canonical, String image) {
    return with(new Change.PutReference(canonical, id(image)));
  }

  private States with(Change change) {
    return new States(state.apply(change));
  }
}
