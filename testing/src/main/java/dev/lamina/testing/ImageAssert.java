package dev.lamina.testing;

import dev.lamina.Digest;
import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.Layer;
import dev.lamina.Platform;
import dev.lamina.Tag;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on an image. */
public final class ImageAssert extends AbstractAssert<ImageAssert, Image> {
  ImageAssert(Image actual) {
    super(actual, ImageAssert.class);
  }

  /** Asserts what the image's ID is. */
  public ImageAssert hasId(ImageId id) {
    isNotNull();
    return is("ID", id, actual.id());
  }

  /** Asserts that the image has exactly these tags, in any order. */
  public ImageAssert hasTags(String... names) {
    isNotNull();
    return is("tags", Stream.of(names).map(Tag::parse).sorted().toList(), actual.tags());
  }

  /** Asserts how many layers the image has. */
  public ImageAssert hasLayers(int count) {
    isNotNull();
    if (actual.layers().size() != count) {
      throw failure(
          "expected %s layers in image %s, but it has %s: %s",
          count, actual, actual.layers().size(), diffIds(actual));
    }
    return this;
  }

  /** Asserts that the image's layers begin with all layers of another image. */
  public ImageAssert isBasedOn(Image base) {
    isNotNull();
    List<Digest> below = diffIds(base);
    List<Digest> layers = diffIds(actual);
    if (layers.size() < below.size() || !layers.subList(0, below.size()).equals(below)) {
      throw failure(
          "expected image %s to be based on %s, of the layers %s, but it has the layers %s",
          actual, base, below, layers);
    }
    return this;
  }

  private static List<Digest> diffIds(Image image) {
    return image.layers().stream().map(Layer::diffId).toList();
  }

  /** Asserts that the image has a label, whatever its value. */
  public ImageAssert hasLabel(String name) {
    isNotNull();
    return contains("label", name, actual.config().labels().keySet());
  }

  /** Asserts that the image has a label of this value. */
  public ImageAssert hasLabel(String name, String value) {
    isNotNull();
    Map<String, String> labels = actual.config().labels();
    if (!value.equals(labels.get(name))) {
      throw failure(
          "expected label %s=%s in image %s, but it has only %s", name, value, actual, labels);
    }
    return this;
  }

  /** Asserts that the image does not have a label. */
  public ImageAssert doesNotHaveLabel(String name) {
    isNotNull();
    @Nullable String value = actual.config().labels().get(name);
    if (value != null) {
      throw failure("expected no label %s in image %s, but it is %s", name, actual, value);
    }
    return this;
  }

  /** Asserts that the image sets a variable of the environment to this value. */
  public ImageAssert hasEnv(String name, String value) {
    isNotNull();
    return contains("variable", name + "=" + value, actual.config().env());
  }

  /** Asserts what always runs in a container of the image; nothing, if nothing does. */
  public ImageAssert hasEntrypoint(String... command) {
    isNotNull();
    return is("entry point", List.of(command), actual.config().entrypoint());
  }

  /** Asserts what the arguments, or the command without an entry point, are. */
  public ImageAssert hasCmd(String... command) {
    isNotNull();
    return is("command", List.of(command), actual.config().cmd());
  }

  /** Asserts who runs a container of the image, such as {@code 1000:1000}; empty, if not said. */
  public ImageAssert hasUser(String user) {
    isNotNull();
    return is("user", user, actual.config().user());
  }

  /** Asserts where a container of the image runs; empty, if not said. */
  public ImageAssert hasWorkingDir(String path) {
    isNotNull();
    return is("working directory", path, actual.config().workingDir());
  }

  /** Asserts that the image exposes a port, such as {@code 80/tcp}. */
  public ImageAssert exposes(String port) {
    isNotNull();
    return contains("port", port, actual.config().exposedPorts());
  }

  /** Asserts that the image has a volume at a path. */
  public ImageAssert hasVolume(String path) {
    isNotNull();
    return contains("volume", path, actual.config().volumes());
  }

  /** Asserts what the image runs on. */
  public ImageAssert hasPlatform(Platform platform) {
    isNotNull();
    return is("platform", platform, actual.platform());
  }

  private ImageAssert is(String what, Object expected, Object found) {
    if (!Objects.equals(expected, found)) {
      throw failureWithActualExpected(
          found,
          expected,
          "expected the %s of image %s to be %s, but it is %s",
          what,
          actual,
          expected,
          found);
    }
    return this;
  }

  private ImageAssert contains(String what, String expected, Collection<String> found) {
    if (!found.contains(expected)) {
      throw failure(
          "expected %s %s in image %s, but it has only %s", what, expected, actual, found);
    }
    return this;
  }
}
