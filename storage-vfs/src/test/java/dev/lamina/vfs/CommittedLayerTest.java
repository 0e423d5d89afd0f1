package dev.lamina.vfs;

import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import dev.lamina.FileChange;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.WritableMount;
import dev.lamina.contract.Archives;
import dev.lamina.contract.StoreContract;
import dev.lamina.contract.TestImage;
import dev.lamina.contract.TreeListing;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a changed tree when it is committed: the same tree, in as small a layer. */
final class CommittedLayerTest {
  private static final String[] NAMES = {"a", "b", "d", "d-", "e", "d/a", "d/b", "d/e", "d/e/a"};

  @TempDir private Path directory;

  private ImageStore open() {
    return VfsImageStore.open(directory, StoreOptions.defaults().durability(Durability.FAST));
  }

  static Stream<Arguments> cases() {
    return Archives.text(CommittedLayerTest.class, "commits/commits.tsv")
        .lines()
        .skip(1)
        .map(line -> Arguments.of((Object[]) line.split("\t", -1)));
  }

  private static void apply(Path root, String changes) throws IOException {
    for (String change : changes.isEmpty() ? List.<String>of() : List.of(changes.split("; "))) {
      String[] words = change.split(" ", 4);
      switch (words[0]) {
        case "mkdir" -> chmod(Files.createDirectories(root.resolve(words[2])), words[1]);
        case "write" -> chmod(Files.writeString(root.resolve(words[2]), words[3]), words[1]);
        case "chmod" -> chmod(root.resolve(words[2]), words[1]);
        case "link" -> Files.createLink(root.resolve(words[2]), root.resolve(words[1]));
        case "rm" -> Files.delete(root.resolve(words[1]));
        default -> throw new IllegalArgumentException(change);
      }
    }
  }

  private static void chmod(Path path, String mode) throws IOException {
    Files.setAttribute(path, "unix:mode", Integer.parseInt(mode, 8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void commit_ofChanges_isTheLayerOfTheTable(
      String name, String below, String changes, String layer) throws IOException {
    try (ImageStore store = open()) {
      StoreContract.load(store, TestImage.withFile("f", "x").tagged("empty:1"));
      Image base = changed(store, "empty:1", below);
      Image image = changed(store, base.id().toString(), changes);

      List<String> found = new ArrayList<>();
      if (image.layers().size() > base.layers().size()) {
        try (Mount mount = store.mount(image.id()).readOnly();
            Stream<Path> paths = Files.walk(mount.root())) {
          for (Path path : paths.toList()) {
            int index = (int) Files.getAttribute(path, "layer:index", NOFOLLOW_LINKS);
            if (index == image.layers().size() - 1 && !path.equals(mount.root())) {
              found.add(mount.root().relativize(path).toString());
            }
          }
        }
      }
      try (Stream<FileChange> all = store.changes(base.id().toString(), image.id().toString())) {
        all.filter(change -> change.kind() == FileChange.Kind.DELETED)
            .forEach(change -> found.add("-" + change.path().substring(1)));
      }
      assertThat(found)
          .containsExactlyInAnyOrder(layer.isEmpty() ? new String[0] : layer.split("; "));
    }
  }

  private static Image changed(ImageStore store, String image, String changes) throws IOException {
    try (WritableMount mount = store.mount(image).readWrite()) {
      apply(mount.root(), changes);
      return mount.commit().unnamed();
    }
  }

  static Stream<Arguments> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(60).map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void commit_ofRandomChanges_isTheSameTree(long seed) throws IOException {
    Random random = new Random(seed);
    TestImage image =
        TestImage.of(
                tar().directory("d").directory("d/e").file("d/a", "1").hardLink("a", "d/a"),
                tar().file("d/e/a", "2").symlink("b", "d/a").directory("e").file("e/x", "3"))
            .tagged("base:1");
    try (ImageStore store = open()) {
      StoreContract.load(store, image);
      String from = "base:1";
      for (int round = 0; round < 3; round++) {
        try (WritableMount mount = store.mount(from).readWrite()) {
          for (int i = 0; i < 6; i++) {
            change(mount.root(), random);
          }
          List<String> before = listing(mount.root());
          Image made = mount.commit().unnamed();
          assertThat(listing(mount.root())).isEqualTo(before);
          from = made.id().toString();
          try (Mount again = store.mount(from).readOnly()) {
            assertThat(listing(again.root())).isEqualTo(before);
          }
        }
      }
    }
  }

  private static void change(Path root, Random random) throws IOException {
    Path path = root.resolve(NAMES[random.nextInt(NAMES.length)]);
    Path other = root.resolve(NAMES[random.nextInt(NAMES.length)]);
    try {
      switch (random.nextInt(9)) {
        case 0 -> Files.writeString(path, "new " + random.nextInt());
        case 1 -> Files.writeString(path, "more", StandardOpenOption.APPEND);
        case 2 -> Files.delete(path);
        case 3 -> Files.createDirectory(path);
        case 4, 5 -> Files.move(path, other);
        case 6 -> Files.createLink(path, other);
        case 7 -> Files.createSymbolicLink(path, root.getFileSystem().getPath("d"));
        default -> {
          Files.setAttribute(path, "unix:mode", random.nextInt(01000));
          Files.setLastModifiedTime(path, FileTime.fromMillis(random.nextInt()));
        }
      }
    } catch (FileSystemException e) {
      // What cannot be done changes nothing.
    }
  }

  /** Lists a tree; of the names of one file, which ones they are instead of how many. */
  private static List<String> listing(Path root) throws IOException {
    List<String> lines = new ArrayList<>(TreeListing.of(root));
    lines.replaceAll(line -> line.replaceFirst(" nlink=\\d+", ""));
    lines.sort(null);
    Map<Object, List<String>> names = new HashMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted().toList()) {
        Object key = Files.getAttribute(path, "fileKey", NOFOLLOW_LINKS);
        names
            .computeIfAbsent(key, unused -> new ArrayList<>())
            .add(root.relativize(path).toString());
      }
    }
    names.values().stream()
        .filter(same -> same.size() > 1)
        .map(Object::toString)
        .sorted()
        .forEach(lines::add);
    return lines;
  }
}
