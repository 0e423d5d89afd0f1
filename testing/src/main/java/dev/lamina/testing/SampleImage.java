package dev.lamina.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.Building;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Platform;
import dev.lamina.Tag;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An image that a test wants to have: {@code SampleImage.of(image -> image.layer(files ->
 * files.file("/etc/motd", "hello")).label("stage", "test")).into(store, "app:1.0")}. Immutable, and
 * of no store: it is the same image, with the same ID, in whatever store it is made.
 */
public final class SampleImage {
  /** When a sample was made, and its files were, unless it says something else. */
  public static final Instant CREATED = Instant.parse("2024-01-01T00:00:00Z");

  /** What a sample runs on, unless it says something else. */
  public static final Platform PLATFORM = Platform.of("linux", "amd64");

  private final UnaryOperator<Building> recipe;

  private SampleImage(UnaryOperator<Building> recipe) {
    this.recipe = recipe;
  }

  /**
   * Returns the image that these steps make, beginning with nothing.
   *
   * @param recipe what is done to {@link ImageStore#fromScratch}; called whenever the image is made
   */
  public static SampleImage of(UnaryOperator<Building> recipe) {
    return new SampleImage(recipe);
  }

  /** Returns an image of one layer with one file. */
  public static SampleImage withFile(String path, String text) {
    return of(image -> image.layer(files -> files.file(path, text)));
  }

  /** Returns the image that more steps make of this one. */
  public SampleImage and(UnaryOperator<Building> steps) {
    return new SampleImage(image -> steps.apply(recipe.apply(image)));
  }

  /**
   * Makes the image in a store.
   *
   * @param tags its names, which other images may have had; none, for an image without a name
   * @return the image, as it is then
   * @throws dev.lamina.InvalidReferenceException if one cannot be a tag
   * @throws dev.lamina.ImageStoreException if a layer cannot be made
   */
  @CanIgnoreReturnValue
  public Image into(ImageStore store, String... tags) {
    List<Tag> names = Stream.of(tags).map(Tag::parse).toList();
    Building begun = store.fromScratch().platform(PLATFORM).sourceDate(CREATED);
    Image image = recipe.apply(begun).unnamed();
    if (!names.isEmpty()) {
      store.tag(image.id()).with(names);
    }
    return store.image(image.id());
  }
}
