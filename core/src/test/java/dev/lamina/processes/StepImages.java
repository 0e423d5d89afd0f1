package dev.lamina.processes;

import static dev.lamina.contract.TarBuilder.tar;

import dev.lamina.contract.Dialect;
import dev.lamina.contract.OciLayout;
import dev.lamina.contract.Packing;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The images that steps load: small, some with layers in common, packed in different ways. */
final class StepImages {
  static final int COUNT = 8;

  static final int NOISE = 30_000;
  private static final List<TestImage> IMAGES =
      IntStream.range(0, COUNT).mapToObj(StepImages::make).toList();

  private StepImages() {}

  private static TestImage make(int number) {
    TarBuilder own = tar().file("own", "image " + number).file("d/deep", "deep " + number);
    return TestImage.of(base(number / 3), number % 2 == 0 ? own : own.whiteout("noise"));
  }

  private static TarBuilder base(int number) {
    byte[] noise = new byte[NOISE];
    new Random(number).nextBytes(noise);
    return tar().file("base", "base " + number).file("noise", noise).hardLink("same", "base");
  }

  static TestImage image(int number) {
    return IMAGES.get(number);
  }

  /** Returns an archive of an image with these tags; how it is packed depends on the number. */
  static byte[] archive(int number, String... tags) {
    TestImage tagged = image(number).tagged(tags);
    return switch (number % 4) {
      case 0 -> Dialect.DOCKER_SAVE_25.write(tagged);
      case 1 -> OciLayout.of(Packing.GZIP).with(tagged).tar();
      case 2 -> OciLayout.of(Packing.GZIP_MEMBERS).with(tagged).tar();
      default -> Dialect.JIB.write(tagged);
    };
  }
}
