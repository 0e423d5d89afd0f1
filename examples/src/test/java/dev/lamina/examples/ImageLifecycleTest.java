package dev.lamina.examples;

import static dev.lamina.testing.LaminaAssertions.assertThat;
import static dev.lamina.testing.LaminaAssertions.assertThatTree;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.testing.LaminaExtension;
import dev.lamina.testing.RandomImages;
import dev.lamina.testing.SampleImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a program that manages images is tested: each test has a store of its own, in memory. */
@ExtendWith(LaminaExtension.class)
final class ImageLifecycleTest {
  private static final SampleImage TESTED =
      SampleImage.withFile("/etc/motd", "hello").and(image -> image.label("tests", "passed"));

  @Test
  void promote_testedCandidate_isTheRelease(ImageStore store) {
    Image image = TESTED.into(store, "app:rc1", "app:rc2");

    ReleasePromoter.promote(store, "app:rc2", "1.0");

    assertThat(store).hasTag("app:1.0").pointingTo(image).hasTag("app:latest").pointingTo(image);
    assertThat(store).doesNotHaveTag("app:rc1").doesNotHaveTag("app:rc2").hasImages(1);
    try (Mount mount = store.mount("app:1.0").readOnly()) {
      assertThatTree(mount.root()).has("/etc/motd").withContent("hello").withMode(0644);
    }
  }

  @Test
  void promote_overAnotherLatest_leavesNothingDangling(ImageStore store) {
    Image old = RandomImages.of(2, 100, 1).into(store, "app:latest");

    ReleasePromoter.promote(store, TESTED.into(store, "app:rc").tags().get(0).toString(), "1.0");

    assertThat(store).hasNoDanglingImages().doesNotHaveImage(old.id());
  }

  @Test
  void promote_untestedCandidate_changesNothing(ImageStore store) {
    RandomImages.of(1, 10, 1).into(store, "app:rc");

    assertThatThrownBy(() -> ReleasePromoter.promote(store, "app:rc", "1.0"))
        .hasMessageContaining("tests=passed");

    assertThat(store).hasTag("app:rc").doesNotHaveTag("app:1.0").doesNotHaveTag("app:latest");
  }
}
