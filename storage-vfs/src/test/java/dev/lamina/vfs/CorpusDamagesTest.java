package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ImageStore;
import dev.lamina.contract.FlippedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages all files of a store of real images, at random: {@code -Dlamina.damaged.images} names
 * their archives or layouts, {@code -Dlamina.damages} how many damages there are to be.
 */
@EnabledIfSystemProperty(named = "lamina.damaged.images", matches = ".+")
final class CorpusDamagesTest {
  private static final int AT_ONCE = 20;

  @TempDir private Path roots;

  @Test
  void check_ofDamagedFiles_namesAll_andRepairMendsWhatCanBe() throws IOException {
    int damages = Integer.getInteger("lamina.damages", 1000);
    Path root = roots.resolve("root");
    List<String> failures = new ArrayList<>();
    try (ImageStore store = VfsImageStore.open(root)) {
      for (String image : System.getProperty("lamina.damaged.images").split(",")) {
        store.load(Path.of(image));
      }
      FlippedStore flipped = new FlippedStore(store, root, Long.getLong("lamina.seed", 1));
      for (int i = 0; i < damages && failures.size() < 10; i += AT_ONCE) {
        failures.addAll(flipped.damageSome(AT_ONCE));
        System.out.println(i + AT_ONCE + " damages: " + flipped.counts());
      }

      assertThat(failures).as("%s", flipped.counts()).isEmpty();
    }
  }
}
