package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SortedWalkTest {
  @TempDir private Path root;

  @BeforeEach
  void assumeUnix() {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("unix"),
        "needs a Unix file system");
  }

  @Test
  void walk_byPath_isTheOrderOfSort() throws IOException {
    make();

    assertThat(walk(SortedWalk.Order.PATH))
        .containsExactly("", "a", "a\u0001", "a-b", "a/c", "b", "b/to");
  }

  @Test
  void walk_byPathAndTarget_comparesTheTab() throws IOException {
    make();

    assertThat(walk(SortedWalk.Order.PATH_AND_TARGET))
        .containsExactly("", "a\u0001", "a", "a-b", "a/c", "b", "b/to");
  }

  private void make() throws IOException {
    Files.createDirectory(root.resolve("a"));
    Files.createFile(root.resolve("a/c"));
    Files.createFile(root.resolve("a-b"));
    Files.createFile(root.resolve("a\u0001"));
    Files.createDirectory(root.resolve("b"));
    Files.createSymbolicLink(root.resolve("b/to"), Path.of("../a"));
  }

  @ParameterizedTest
  @EnumSource
  void walk_anyTree_isSorted(SortedWalk.Order order) throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> paths = new ArrayList<>();
    grow(root, "", 3, random, paths);

    List<String> visited = walk(order);

    String end = order == SortedWalk.Order.PATH ? "" : "\t";
    paths.sort(
        (path, other) ->
            Arrays.compareUnsigned(
                (path + end).getBytes(StandardCharsets.UTF_8),
                (other + end).getBytes(StandardCharsets.UTF_8)));
    assertThat(visited.subList(1, visited.size())).as("seed " + seed).isEqualTo(paths);
  }

  private static void grow(
      Path directory, String prefix, int depth, Random random, List<String> paths)
      throws IOException {
    for (int i = 0; i < 12; i++) {
      StringBuilder name = new StringBuilder("x");
      random.ints(random.nextInt(4), 0, 6).forEach(c -> name.append("x-\t\u0001.~".charAt(c)));
      Path path = directory.resolve(name.toString());
      if (Files.exists(path)) {
        continue;
      }
      paths.add(prefix + name);
      if (depth > 0 && random.nextInt(3) == 0) {
        Files.createDirectory(path);
        grow(path, prefix + name + "/", depth - 1, random, paths);
      } else {
        Files.createFile(path);
      }
    }
  }

  @Test
  void walk_listing_seesWhatFindSees() throws IOException {
    Files.createDirectory(root.resolve("d"));
    Files.writeString(root.resolve("d/back\\slash\n"), "abc");
    Files.createSymbolicLink(root.resolve("d/link"), Path.of("../no\nwhere"));
    Files.createLink(root.resolve("hard"), root.resolve("d/back\\slash\n"));
    String digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    assertThat(list(ListingKind.SHA256))
        .isEqualTo("\\" + digest + "  ./d/back\\\\slash\\n\n" + digest + "  ./hard\n");
    assertThat(list(ListingKind.HARDLINKS)).isEqualTo("d/back\\slash\thard\n");
    assertThat(list(ListingKind.FILES).replaceAll("\t\\d+\t\\d+\t\\d+\t(\\d+)\t\\d+", " $1"))
        .isEqualTo(
            """
            d 0\td\t
            f 3\td/back\\slash\\n\t
            l 11\td/link\t../no\\nwhere
            f 3\thard\t
            """);
  }

  private String list(ListingKind kind) throws IOException {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    TreeListing listing = kind.to(out);
    SortedWalk.walk(root, kind.order(), listing::add);
    listing.finish();
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<String> walk(SortedWalk.Order order) throws IOException {
    List<String> names = new ArrayList<>();
    SortedWalk.walk(root, order, entry -> names.add(ByteNames.decode(entry.name())));
    return names;
  }
}
