package dev.lamina.testing;

import static dev.lamina.testing.LaminaAssertions.assertThat;
import static dev.lamina.testing.LaminaAssertions.assertThatTree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Mount;
import dev.lamina.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LaminaExtension.class)
final class SampleImageTest {
  @Test
  void into_severalStores_isOneImage(ImageStore store) {
    SampleImage sample = SampleImage.withFile("/etc/motd", "hello").and(i -> i.label("a", "1"));

    Image image = sample.into(store, "app:1.0", "app:latest");

    assertThat(store).hasImages(1).hasTag("app:1.0").pointingTo(image).hasNoDanglingImages();
    assertThat(image).hasTags("app:latest", "app:1.0").hasLayers(1).hasLabel("a", "1");
    assertThat(image).hasPlatform(SampleImage.PLATFORM);
    assertThat(image.created()).contains(SampleImage.CREATED);
    try (ImageStore other = InMemoryImageStore.create()) {
      assertThat(sample.into(other)).hasId(image.id()).hasTags();
    }
  }

  @Test
  void into_recipe_makesAllThatBuildingCan(ImageStore store) {
    SampleImage sample =
        SampleImage.of(
            image ->
                image
                    .layer(files -> files.directory("/srv").file("/srv/a", "1").owner(7, 8))
                    .layer(files -> files.remove("/srv/a").symlink("/srv/b", "/etc/motd"))
                    .entrypoint("/bin/serve", "-v")
                    .cmd("all")
                    .env("HOME", "/srv")
                    .user("7:8")
                    .workingDirectory("/srv")
                    .expose("80/tcp")
                    .volume("/data")
                    .platform(Platform.of("linux", "arm64")));

    assertThat(sample.into(store, "a:1"))
        .hasLayers(2)
        .hasEntrypoint("/bin/serve", "-v")
        .hasCmd("all")
        .hasEnv("HOME", "/srv")
        .hasUser("7:8")
        .hasWorkingDir("/srv")
        .exposes("80/tcp")
        .hasVolume("/data")
        .hasPlatform(Platform.of("linux", "arm64"));
    try (Mount mount = store.mount("a:1").readOnly()) {
      assertThatTree(mount.root()).lacks("/srv/a").has("/srv/b").withTarget("/etc/motd");
    }
  }

  @Test
  void into_nameThatIsNoTag_makesNothing(ImageStore store) {
    SampleImage sample = SampleImage.withFile("/a", "1");

    assertThatThrownBy(() -> sample.into(store, "app:1", "APP"))
        .isInstanceOf(InvalidReferenceException.class);

    assertThat(store).hasImages(0);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "3, 1000"})
  void of_sameArguments_givesTheSameImage(int layers, int bytes, ImageStore store) {
    Image image = RandomImages.of(layers, bytes, 7).into(store, "random:1");

    assertThat(image).hasLayers(layers);
    assertThat(image.size()).isEqualTo((long) layers * bytes);
    assertThat(RandomImages.of(layers, bytes, 7).into(store)).hasId(image.id());
    assertThat(RandomImages.of(layers, bytes, 8).into(store).id()).isNotEqualTo(image.id());
  }

  @Test
  void of_negativeArguments_isRefused() {
    assertThatThrownBy(() -> RandomImages.of(-1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an image cannot have -1 layers of 1 bytes");
    assertThatThrownBy(() -> RandomImages.of(1, -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
