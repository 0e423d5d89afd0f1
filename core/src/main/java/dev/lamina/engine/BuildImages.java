package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageNotFoundException;
import dev.lamina.Reference;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.ReferenceResolver;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The images that a build is made from, as they were when it began.
 *
 * @param base the image that it begins with
 * @param named those that its steps name
 */
record BuildImages(Optional<ImageRecord> base, Map<String, ImageRecord> named) {
  /**
   * Finds the images.
   *
   * @throws ImageNotFoundException if one is not there
   */
  static BuildImages of(StoreState state, Optional<Digest> base, List<BuildStep> steps) {
    Map<String, ImageRecord> named = new LinkedHashMap<>();
    steps.stream().flatMap(BuildStep::names).forEach(name -> named.put(name, resolve(state, name)));
    return new BuildImages(base.map(id -> image(state, id)), named);
  }

  private static ImageRecord image(StoreState state, Digest id) {
    return state.image(id).orElseThrow(() -> new ImageNotFoundException(id.toString()));
  }

  private static ImageRecord resolve(StoreState state, String name) {
    return ReferenceResolver.resolve(state, name)
        .orElseThrow(() -> new ImageNotFoundException(Reference.parse(name).toString()));
  }

  ImageRecord named(String name) {
    return Objects.requireNonNull(named.get(name));
  }

  /** Holds the images, with all that they have. */
  Holding hold(Parts parts, StoreState state) throws IOException {
    Needs needs = all().map(image -> Leases.image(state, image)).reduce(Needs.NONE, Needs::and);
    return Holding.of(parts.leases(), state, needs, this::areThere, "an image of the build");
  }

  /**
   * Checks that all images are there.
   *
   * @throws ImageNotFoundException if one is not
   */
  void require(StoreState state) {
    all()
        .map(ImageRecord::id)
        .filter(id -> state.image(id).isEmpty())
        .findFirst()
        .ifPresent(
            id -> {
              throw new ImageNotFoundException(id.toString());
            });
  }

  private boolean areThere(StoreState state) {
    require(state);
    return true;
  }

  private Stream<ImageRecord> all() {
    return Stream.concat(base.stream(), named.values().stream());
  }
}
