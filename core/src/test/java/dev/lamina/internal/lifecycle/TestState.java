package dev.lamina.internal.lifecycle;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.Digest;
import dev.lamina.Layer;
import dev.lamina.Reference;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A state made step by step, in which images, layers and containers go by short names. */
final class TestState {
  private final Map<String, String> names = new HashMap<>();
  private StoreState state = StoreState.empty();

  static Digest digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(text.getBytes(StandardCharsets.UTF_8));
      return Digest.sha256(sha256);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static String containerId(String name) {
    return digest("container " + name).hex();
  }

  StoreState state() {
    return state;
  }

  Digest id(String image) {
    return digest("image " + image);
  }

  @CanIgnoreReturnValue
  TestState apply(List<Change> changes) {
    for (Change change : changes) {
      state = state.apply(change);
    }
    return this;
  }

  @CanIgnoreReturnValue
  TestState layer(Digest diffId, long size) {
    LayerForm form = new LayerForm(digest("blob of " + diffId), size, "gzip");
    return apply(
        List.of(new Change.PutLayer(new LayerRecord(diffId, size, 2 * size, List.of(form)))));
  }

  /** Adds an image of layers with these names, of 1000 bytes each. */
  @CanIgnoreReturnValue
  TestState image(String name, String... layers) {
    return image(name, builder -> builder, layers);
  }

  @CanIgnoreReturnValue
  TestState image(String name, UnaryOperator<ImageRecord.Builder> more, String... layers) {
    List<Digest> diffIds = new ArrayList<>();
    for (String layer : layers) {
      Digest diffId = digest("layer " + layer);
      diffIds.add(diffId);
      if (state.layer(diffId).isEmpty()) {
        layer(diffId, 1000);
      }
    }
    List<Digest> chainIds = Layer.chainIds(diffIds);
    for (int i = 0; i < layers.length; i++) {
      names.put(chainIds.get(i).toString(), "chain " + layers[i]);
    }
    names.put(id(name).toString(), name);
    return put(more.apply(ImageRecord.builder(id(name)).diffIds(diffIds)).build());
  }

  @CanIgnoreReturnValue
  TestState put(ImageRecord image) {
    return apply(List.of(new Change.PutImage(image)));
  }

  @CanIgnoreReturnValue
  TestState tag(String reference, String image) {
    return tag(reference, id(image));
  }

  @CanIgnoreReturnValue
  TestState tag(String reference, Digest image) {
    return apply(List.of(new Change.PutReference(Reference.parse(reference).canonical(), image)));
  }

  @CanIgnoreReturnValue
  TestState untag(String reference) {
    return apply(List.of(new Change.RemoveReference(Reference.parse(reference).canonical())));
  }

  @CanIgnoreReturnValue
  TestState container(String name, String image, String status) {
    return container(name, id(image), status);
  }

  @CanIgnoreReturnValue
  TestState container(String name, Digest image, String status) {
    ContainerRecord container =
        new ContainerRecord(
            containerId(name),
            name,
            image,
            "image",
            state.image(image).orElseThrow().diffIds(),
            "{}",
            Map.of(),
            Instant.EPOCH,
            status,
            Optional.empty(),
            Optional.empty(),
            0,
            "");
    return apply(List.of(new Change.PutContainer(container)));
  }

  @CanIgnoreReturnValue
  TestState removeContainer(String name) {
    return apply(
        RemovalPlanner.removeContainer(state, state.containerNamed(name).orElseThrow()).changes());
  }

  /** Returns lines with names for the digests of images and chains. */
  List<String> named(List<?> lines) {
    return lines.stream().map(line -> named(line.toString())).toList();
  }

  private String named(String line) {
    String text = line;
    for (Map.Entry<String, String> name : names.entrySet()) {
      text = text.replace(name.getKey(), name.getValue());
    }
    return text;
  }
}
