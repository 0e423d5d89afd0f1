package dev.lamina.examples;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.FileChange;
import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.WritableMount;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import dev.lamina.contract.TreeListing;
import dev.lamina.overlay.OverlayImageStore;
import dev.lamina.overlay.OverlayProbe;
import dev.lamina.vfs.VfsImageStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The two storages are each other's oracle: one script, one tree, one list of changes, one layer.
 */
final class StoragesAgreeTest {
  private static final int SEEDS = 60;
  private static final int STEPS = 60;
  private static final String[] NAMES = {"a", "b", "c", "d", "\u00e4 \u20ac"};

  /** Before every time that a step leaves, and after every time that a layer has. */
  private static final Instant SOURCE_DATE = Instant.parse("2025-01-01T00:00:00Z");

  @TempDir private Path directory;

  @BeforeEach
  void requireOverlay() {
    OverlayProbe probe = OverlayProbe.probe(directory);
    assumeTrue(probe.works(), probe.explanation());
  }

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomScript_onBothStorages_givesTheSame(long seed) throws IOException {
    Random random = new Random(seed);
    TestImage image = TestImage.of(layers(random)).tagged("random:1");
    byte[] archive = Dialect.DOCKER_SAVE_25.write(image);
    try (ImageStore vfs = VfsImageStore.open(directory.resolve("vfs"));
        ImageStore overlay = OverlayImageStore.open(directory.resolve("overlay"))) {
      for (ImageStore store : List.of(vfs, overlay)) {
        List<Image> unused = store.load(new ByteArrayInputStream(archive));
      }

      assertSameTree(vfs, overlay, "random:1");
      try (WritableMount one = vfs.mount("random:1").readWrite();
          WritableMount other = overlay.mount("random:1").readWrite()) {
        for (int i = 0; i < STEPS; i++) {
          long step = random.nextLong();
          String done = Step.apply(one.root(), new Random(step));
          assertThat(Step.apply(other.root(), new Random(step))).as("step %d", i).isEqualTo(done);
        }
        assertThat(untimed(other.root())).isEqualTo(untimed(one.root()));
        assertThat(changes(other)).isEqualTo(changes(one));
        ImageId committed = one.commit().sourceDate(SOURCE_DATE).named("random:2").id();
        assertThat(other.commit().sourceDate(SOURCE_DATE).named("random:2").id())
            .isEqualTo(committed);
      }
      assertSameTree(vfs, overlay, "random:2");
    }
  }

  private static void assertSameTree(ImageStore vfs, ImageStore overlay, String image)
      throws IOException {
    try (Mount one = vfs.mount(image).readOnly();
        Mount other = overlay.mount(image).readOnly()) {
      assertThat(TreeListing.of(other.root())).isEqualTo(TreeListing.of(one.root()));
    }
  }

  /** What a step does takes the time of the moment, which is not the same twice, nor the order. */
  private static List<String> untimed(Path root) throws IOException {
    return TreeListing.of(root).stream()
        .map(line -> line.replaceFirst(" mtime=\\S+", ""))
        .sorted()
        .toList();
  }

  private static List<String> changes(WritableMount mount) {
    try (Stream<FileChange> changes = mount.changes()) {
      return changes.map(FileChange::toString).toList();
    }
  }

  private static TarBuilder[] layers(Random random) {
    TarBuilder[] layers = new TarBuilder[1 + random.nextInt(5)];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = tar();
      if (random.nextInt(4) == 0) {
        layers[i].directory("./").mode(0700 + random.nextInt(64)).owner(i, 5);
      }
      fill(layers[i], random, "", 0, i);
    }
    return layers;
  }

  private static void fill(TarBuilder layer, Random random, String parent, int depth, int number) {
    String lastFile = "";
    for (String name : NAMES) {
      String path = parent + name;
      switch (random.nextInt(depth < 3 ? 11 : 9)) {
        case 0 -> layer.whiteout(path);
        case 1 -> layer.symlink(path, "a/b").owner(3, number);
        case 2 -> layer.fifo(path);
        case 3, 4, 5 -> {
          layer.file(path, path + number).mode(0600 + random.nextInt(64)).owner(number, 7);
          lastFile = path;
        }
        case 6 -> {
          if (!lastFile.isEmpty()) {
            layer.hardLink(path, lastFile);
          }
        }
        case 9, 10 -> fillDirectory(layer, random, path, depth, number);
        default -> {
          // Nothing of this name.
        }
      }
    }
  }

  private static void fillDirectory(
      TarBuilder layer, Random random, String path, int depth, int number) {
    if (random.nextInt(4) > 0) { // Else it is only implied by what is in it.
      layer.directory(path).mode(0700 + random.nextInt(64)).owner(1, number);
      if (random.nextInt(4) == 0) {
        layer.opaque(path);
      }
    }
    if (random.nextInt(6) == 0) {
      layer.whiteout(path);
    }
    fill(layer, random, path + "/", depth + 1, number);
  }

  /** One change of a tree, by what there is and a source of chance. */
  private record Step(Path root, List<Path> all, Random random) {
    /** Applies a step, and returns what it did and how that ended. */
    static String apply(Path root, Random random) throws IOException {
      List<Path> all = new ArrayList<>();
      try (Stream<Path> walk = Files.walk(root)) {
        walk.skip(1).sorted((a, b) -> a.toString().compareTo(b.toString())).forEach(all::add);
      }
      Step step = new Step(root, all, random);
      StringBuilder told = new StringBuilder();
      try {
        step.run(told);
      } catch (FileSystemException e) {
        told.append(": ").append(e.getClass().getSimpleName());
      }
      return told.toString();
    }

    private Path any() {
      return all.isEmpty() ? root : all.get(random.nextInt(all.size()));
    }

    private Path anyDirectory() {
      List<Path> directories =
          all.stream().filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
      return directories.isEmpty() || random.nextInt(4) == 0
          ? root
          : directories.get(random.nextInt(directories.size()));
    }

    private Path anyFile() {
      List<Path> files =
          all.stream()
              .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
              .toList();
      return files.isEmpty() ? root.resolve("none") : files.get(random.nextInt(files.size()));
    }

    private Path newName() {
      return anyDirectory().resolve(NAMES[random.nextInt(NAMES.length)]);
    }

    private void run(StringBuilder told) throws IOException {
      int kind = random.nextInt(14);
      Path path = kind < 5 ? newName() : kind < 10 ? anyFile() : any();
      told.append(kind).append(' ').append(root.relativize(path));
      switch (kind) {
        case 0, 1 ->
            Files.writeString(path, "new " + random.nextInt(), StandardOpenOption.CREATE_NEW);
        case 2 -> Files.createDirectory(path);
        case 3 -> Files.createSymbolicLink(path, path.getFileSystem().getPath("a"));
        case 4 -> {
          if (isFree(path)) {
            Files.createLink(path, anyFile());
          }
        }
        case 5 -> Files.writeString(path, "appended", StandardOpenOption.APPEND);
        case 6 -> Files.writeString(path, "x", StandardOpenOption.TRUNCATE_EXISTING);
        case 7 -> Files.setAttribute(path, "unix:mode", 0600 + random.nextInt(64));
        case 8 -> Files.setAttribute(path, "unix:uid", random.nextInt(1000));
        case 9 ->
            Files.getFileAttributeView(path, UserDefinedFileAttributeView.class)
                .write("note", java.nio.ByteBuffer.wrap(new byte[] {1, 2}));
        case 10 -> {
          Path target = newName();
          if (isFree(target) && !target.startsWith(path)) {
            Files.move(path, target);
          }
        }
        case 11 -> deleteTree(path);
        case 12 -> {
          if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                  .isOther()
              && !Files.isSymbolicLink(path)) { // Java opens what it gives a time to.
            Files.setLastModifiedTime(path, FileTime.fromMillis(random.nextInt(1_000_000)));
          }
        }
        default -> Files.delete(path);
      }
    }

    /** The kernel copies a file that is to get a name, also when it cannot have that name. */
    private static boolean isFree(Path path) {
      return Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void deleteTree(Path path) throws IOException {
      List<Path> below;
      try (Stream<Path> walk = Files.walk(path)) {
        below = new ArrayList<>(walk.toList());
      }
      for (int i = below.size() - 1; i >= 0; i--) {
        Files.delete(below.get(i));
      }
    }
  }
}
