package dev.lamina.overlay;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.UnsupportedStorageException;
import dev.lamina.contract.TarBuilder;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
      List<Path> lowers = new StackPlan(marks, OverlayPlan.MAX_LOWERS - more).lowers(stack);
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

  private static TarBuilder root(int mode) {
    return tar().directory(".").mode(mode).owner(7, 8);
  }

  static Stream<Arguments> stacks() {
    TarBuilder base =
        root(0711).directory("d").mode(0700).owner(1, 2).file("d/old", "old").file("f", "base");
    TarBuilder opaqueRoot = tar().opaque(".").file("new", "new");
    TarBuilder again = tar().whiteout("f").file("d/again", "again");
    return Stream.of(
        Arguments.of("one layer", List.of(base)),
        Arguments.of("one layer with a whiteout", List.of(tar().whiteout("gone").file("f", ""))),
        Arguments.of(
            "the same layer twice", List.of(base, again, base, tar().file("g", ""), again)),
        Arguments.of("an opaque root", List.of(base, opaqueRoot)),
        Arguments.of(
            "an opaque root in the middle", List.of(base, opaqueRoot, tar().file("x", ""))),
        Arguments.of(
            "a whiteout beside a new directory",
            List.of(base, tar().whiteout("d").file("d/new", ""))),
        Arguments.of(
            "a named directory beside its whiteout",
            List.of(base, tar().whiteout("d").directory("d").file("d/new", ""))),
        Arguments.of(
            "a whiteout that hides nothing",
            List.of(base, tar().directory("e").file("e/f", "").whiteout("e/g"))),
        Arguments.of("only whiteouts in a directory", List.of(base, tar().whiteout("e/f/g"))),
        Arguments.of("implied parents", List.of(base, tar().file("d/more", "more"))),
        Arguments.of(
            "implied parents of implied ones",
            List.of(
                tar().directory("a").mode(0700).directory("a/b").mode(0701),
                tar().file("a/b/c/d", ""))),
        Arguments.of("a file in the place of a directory", List.of(base, tar().file("d", "file"))),
        Arguments.of(
            "a directory in the place of a file",
            List.of(base, tar().directory("f").file("f/f", ""))),
        Arguments.of(
            "an opaque directory",
            List.of(base, tar().directory("d").opaque("d").file("d/new", ""))),
        Arguments.of(
            "an opaque directory that nothing names",
            List.of(base, tar().opaque("d").file("d/new", ""))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stacks")
  void mount_ofASpecialStack_showsItsUnion(String name, List<TarBuilder> tars) throws IOException {
    for (Marks marks : Marks.values()) {
      Path place = Files.createDirectory(directory.resolve(marks.name()));

      UnpackedStack stack = UnpackedStack.of(place, marks, tars.toArray(new TarBuilder[0]));

      assertShown(stack, marks, 0);
    }
  }

  @Test
  void lowers_ofAsManyLayersAsTheKernelJoins_areMounted() throws IOException {
    TarBuilder[] tars = new TarBuilder[OverlayPlan.MAX_LOWERS];
    tars[0] = root(0701).directory("d").mode(0700);
    for (int i = 1; i < tars.length; i++) {
      tars[i] = tar().file("d/" + i, "text " + i);
    }

    UnpackedStack stack = UnpackedStack.of(directory, Marks.TRUSTED, tars);

    assertThat(new StackPlan(Marks.TRUSTED).lowers(stack)).hasSize(OverlayPlan.MAX_LOWERS);
    assertShown(stack, Marks.TRUSTED, 0);
  }

  @Test
  void lowers_ofNothing_areNone() throws IOException {
    UnpackedStack stack = UnpackedStack.of(directory, Marks.TRUSTED);

    assertThat(new StackPlan(Marks.TRUSTED).lowers(stack)).isEmpty();
  }

  @Test
  void lowers_askedForByManyAtOnce_areMadeOnce() throws Exception {
    UnpackedStack stack =
        UnpackedStack.of(
            directory, Marks.TRUSTED, tar().directory("d").mode(0700), tar().file("d/f", ""));
    Path top = stack.directory(1);
    Path base = stack.directory(0);
    ExecutorService threads = Executors.newFixedThreadPool(8);

    List<Future<List<Path>>> lowers = new ArrayList<>();
    for (int i = 0; i < 8; i++) { // As of processes of their own: each knows nothing yet.
      lowers.add(threads.submit(() -> new StackPlan(Marks.TRUSTED).lowers(stack)));
    }
    threads.shutdown();

    for (Future<List<Path>> each : lowers) {
      assertThat(each.get()).hasSize(3).endsWith(top.resolve("diff"), base.resolve("diff"));
    }
    assertThat(top.resolve("stacks")).isDirectoryNotContaining("glob:**/new-*");
  }

  @Test
  void lowers_afterFixesWereDeleted_haveThemAgain() throws IOException {
    UnpackedStack stack =
        UnpackedStack.of(
            directory, Marks.TRUSTED, tar().directory("d").mode(0700), tar().file("d/f", ""));
    StackPlan plan = new StackPlan(Marks.TRUSTED);
    List<Path> before = plan.lowers(stack);
    Files.move(before.get(0), directory.resolve("away"));

    List<Path> after = plan.lowers(stack);

    assertThat(after).isEqualTo(before);
    assertThat(after.get(0)).isDirectory();
  }

  @Test
  void lowers_ofMoreLayersThanTheKernelJoins_areRefused() throws IOException {
    UnpackedStack stack =
        UnpackedStack.of(
            directory,
            Marks.TRUSTED,
            tar().file("a", ""),
            tar().file("b", ""),
            tar().file("c", ""));

    assertThatThrownBy(() -> new StackPlan(Marks.TRUSTED, 2).lowers(stack))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessage(
            "cannot mount 3 layers: the kernel joins at most 2 directories; squash the image, or use"
                + " the storage vfs");
  }
}
