package dev.lamina.overlay;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.UnsupportedStorageException;
import dev.lamina.internal.layer.LayerSource;
import dev.lamina.internal.layer.RandomMembers;
import dev.lamina.internal.layer.TreeLines;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel makes of unpacked layers must be what their union is. */
final class StackPlanTest {
  private final Mounter mounter = new KernelMounter();

  @TempDir Path temporary;

  private Path directory = Path.of("");

  @BeforeEach
  void requireMounts() throws IOException {
    OverlayProbe probe = OverlayProbe.probe(temporary);
    assumeTrue(probe.works(), probe.explanation());
    assumeTrue(Posix.effectiveUser() == 0, "only root mounts by the kernel");
    directory = temporary.toRealPath();
  }

  private List<String> mounted(List<Path> lowers, Marks marks) throws IOException {
    Path target = Files.createTempDirectory(directory, "mount");
    Map<String, String> options = marks == Marks.USER ? Map.of("userxattr", "") : Map.of();
    OverlayFlags flags = new OverlayFlags(options, false, false, false);
    mounter.mount(new OverlayPlan(lowers, Optional.empty(), flags, target));
    try {
      return HostLines.of(target);
    } finally {
      mounter.unmount(target);
    }
  }

  private void assertShown(UnpackedStack stack, Marks marks, int more) throws IOException {
    try (LayerTree tree = stack.tree()) {
      List<Path> lowers = new StackPlan(marks).lowers(stack, more);
      assertThat(mounted(lowers, marks)).isEqualTo(TreeLines.of(tree));
    }
  }

  @Test
  void mount_ofRandomStacks_showsTheirUnion() throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      try {
        check(seed);
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private void check(long seed) throws IOException {
    Random random = new Random(seed);
    Path place = Files.createDirectory(directory.resolve("seed" + seed));
    List<LayerSource> layers = new ArrayList<>();
    int depth = 1 + random.nextInt(6);
    for (int i = 0; i < depth; i++) {
      boolean again = !layers.isEmpty() && random.nextInt(8) == 0;
      layers.add(
          again
              ? layers.get(random.nextInt(layers.size()))
              : RandomMembers.forHost(random, random.nextInt(40), place.resolve("index" + i)));
    }
    Marks marks = random.nextBoolean() ? Marks.TRUSTED : Marks.USER;

    UnpackedStack stack = new UnpackedStack(layers, place, marks);
    int used = (int) stack.diffIds().stream().distinct().count();

    assertShown(stack, marks, 0);
    assertShown(stack, marks, OverlayPlan.MAX_LOWERS - Math.max(2, used)); // As if it were full.
  }

  @Test
  void lowers_ofMoreLayersThanTheKernelJoins_areRefused() throws IOException {
    UnpackedStack stack =
        UnpackedStack.of(
            directory, Marks.TRUSTED, tar().file("a", ""), tar().file("b", ""), tar().file("c", ""));

    assertThatThrownBy(() -> new StackPlan(Marks.TRUSTED).lowers(stack, 498))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessage(
            "cannot mount 3 layers: the kernel joins at most 500 directories, of which others take"
                + " 498; squash the image, or use the storage vfs");
  }
}
