package dev.lamina.testing;

import static dev.lamina.testing.LaminaAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageStore;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ImageStoreAssertTest {
  private static final SampleImage SAMPLE =
      SampleImage.withFile("/etc/motd", "hello")
          .and(i -> i.label("stage", "test").entrypoint("/bin/sh").env("A", "1").cmd("-c"));
  private static final ImageId NOBODY = ImageId.parse("sha256:" + "0".repeat(64));

  private ImageStore store;
  private Image image;
  private Image dangling;

  @BeforeEach
  void fill() {
    store = InMemoryImageStore.reproducible();
    image = SAMPLE.into(store, "app:1.0", "app:latest");
    dangling = RandomImages.of(2, 10, 1).into(store);
    store.create("app").named("c1");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void assertions_thatHold_goOn() {
    assertThat(store)
        .hasTag("app")
        .pointingTo(image)
        .hasTag("docker.io/library/app:1.0")
        .pointingTo(image.id())
        .doesNotHaveTag("app:2")
        .hasImages(2)
        .hasImage("app")
        .hasImage(dangling.id())
        .hasImage(dangling.id().shortId())
        .doesNotHaveImage("nosuch")
        .doesNotHaveImage(NOBODY)
        .hasContainer("c1")
        .hasContainers(1)
        .doesNotHaveContainer("c2")
        .image("app:1.0")
        .hasLabel("stage")
        .hasLabel("stage", "test")
        .doesNotHaveLabel("other")
        .hasEntrypoint("/bin/sh")
        .hasEnv("A", "1")
        .isBasedOn(image);

    store.removeContainer("c1");
    store.remove(dangling.id());
    assertThat(store).hasNoDanglingImages().hasContainers(0);
  }

  private static Arguments fails(Consumer<ImageStoreAssert> assertion, String message) {
    return Arguments.of(assertion, message);
  }

  private static Arguments failsOfImage(Consumer<ImageAssert> assertion, String message) {
    return fails(store -> assertion.accept(store.image("app")), message);
  }

  static Stream<Arguments> assertionsThatFail() {
    return Stream.of(
        fails(
            s -> s.hasTag("app:2"),
            "expected tag app:2 in the store, but it has only [app:1.0, app:latest]"),
        fails(
            s -> s.hasTag("app:1.0").pointingTo(NOBODY),
            "expected tag app:1.0 to point to " + NOBODY + ", but it points to sha256:"),
        fails(
            s -> s.doesNotHaveTag("app"),
            "expected no tag app in the store, but sha256:<ID> has it"),
        fails(s -> s.hasImages(3), "expected 3 images in the store, but it has 2: ["),
        fails(s -> s.hasImage("x"), "expected image x, but the store has only ["),
        fails(s -> s.doesNotHaveImage("app"), "expected no image app, but the store has "),
        fails(
            ImageStoreAssert::hasNoDanglingImages,
            "expected no dangling images, but 1 are: [sha256:"),
        fails(s -> s.hasContainer("c2"), "expected container c2, but the store has only [c1]"),
        fails(
            s -> s.doesNotHaveContainer("c1"), "expected no container c1, but the store has [c1]"),
        fails(s -> s.hasContainers(0), "expected 0 containers in the store, but it has 1: [c1]"),
        fails(s -> s.as("after all").hasTag("b"), "[after all] expected tag b:latest in"),
        failsOfImage(i -> i.hasTags("app:1.0"), "to be [app:1.0], but it is [app:1.0, app:latest]"),
        failsOfImage(i -> i.hasLayers(2), "expected 2 layers in image "),
        failsOfImage(i -> i.hasLabel("x"), "expected label x in image "),
        failsOfImage(i -> i.hasLabel("stage", "live"), "but it has only {stage=test}"),
        failsOfImage(i -> i.doesNotHaveLabel("stage"), ", but it is test"),
        failsOfImage(i -> i.hasEnv("A", "2"), "but it has only [A=1]"),
        failsOfImage(i -> i.hasEntrypoint(), "to be [], but it is [/bin/sh]"),
        failsOfImage(i -> i.hasCmd("x"), "to be [x], but it is [-c]"),
        failsOfImage(i -> i.hasUser("root"), "expected the user of image "),
        failsOfImage(i -> i.hasWorkingDir("/x"), "expected the working directory of image "),
        failsOfImage(i -> i.exposes("80/tcp"), "expected port 80/tcp in image "),
        failsOfImage(i -> i.hasVolume("/x"), "expected volume /x in image "),
        failsOfImage(i -> i.hasId(NOBODY), "to be " + NOBODY + ", but it is "));
  }

  @ParameterizedTest
  @MethodSource("assertionsThatFail")
  void assertions_thatFail_sayWhatIsThere(Consumer<ImageStoreAssert> assertion, String message) {
    assertThatThrownBy(() -> assertion.accept(assertThat(store)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message.replace("sha256:<ID>", image.id().toString()));
  }

  @Test
  void isBasedOn_anotherBase_saysBothStacks() {
    assertThatThrownBy(() -> assertThat(image).isBasedOn(dangling))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(dangling.layers().get(1).diffId().toString())
        .hasMessageContaining(image.layers().get(0).diffId().toString());
  }

  @Test
  void pointingTo_withoutTag_isAMistake() {
    assertThatThrownBy(() -> assertThat(store).pointingTo(image))
        .isInstanceOf(IllegalStateException.class);
  }
}
