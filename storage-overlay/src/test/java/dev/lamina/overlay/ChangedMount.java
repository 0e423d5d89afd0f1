package dev.lamina.overlay;

import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.contract.TarBuilder;
import dev.lamina.internal.layer.LayerDifference;
import dev.lamina.internal.layer.LayerSource;
import dev.lamina.internal.layer.MergedTree;
import dev.lamina.internal.layer.TarLayer;
import dev.lamina.internal.tar.LayerTarWriter;
import dev.lamina.spi.LayerTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Two layers that overlayfs has joined, to be changed, and the tree that tells of the changes. */
final class ChangedMount implements AutoCloseable {
  private static final List<TarBuilder> LAYERS =
      List.of(
          tar()
              .file("h1", "linked")
              .directory("d")
              .hardLink("d/h2", "h1")
              .file("d/a", "one")
              .file("d/b", "below")
              .xattr("user.note", "text".getBytes(UTF_8))
              .directory("d/e")
              .mode(02750)
              .owner(7, 8)
              .hardLink("d/e/h3", "h1")
              .file("d/e/f", "two")
              .directory("d/e/deep")
              .file("d/e/deep/x", "three")
              .symlink("s", "d/../d/a//")
              .fifo("p")
              .characterDevice("c", 1, 3)
              .directory("n\udcff\udce9")
              .file("n\udcff\udce9/\udcfe", "bytes"),
          tar()
              .file("k1", "pair")
              .directory("d")
              .mode(0711)
              .hardLink("d/k2", "k1")
              .file("d/b", "above")
              .directory("d/e")
              .mode(0755)
              .file("d/e/g", "four")
              .directory("e")
              .file("e/y", "five")
              .owner(1000, 1000)
              .mode(04755));

  private final Path directory;
  private final ChangesDirectory changes;
  private final LayerTree below;
  private final OverlayTree tree;

  private ChangedMount(
      Path directory, ChangesDirectory changes, LayerTree below, ChangesWriter writer) {
    this.directory = directory;
    this.changes = changes;
    this.below = below;
    this.tree = new OverlayTree(below, changes, writer, layer -> diff(directory, layer));
  }

  /**
   * Mounts.
   *
   * @param options overlayfs's own, such as {@code index=on,userxattr}
   */
  static ChangedMount of(Path directory, String options) throws IOException {
    assumeTrue(Posix.effectiveUser() == 0, "only root can mount");
    for (int i = 0; i < LAYERS.size(); i++) {
      extract(LAYERS.get(i).build(), Files.createDirectory(diff(directory, i)));
    }
    LayerTree below = new MergedTree(layers(directory, "index"));
    ChangesDirectory changes =
        new ChangesDirectory(Files.createDirectory(directory.resolve("changes")));
    changes.make(below.root().attributes(), OptionalLong.empty());
    new KernelMounter()
        .mount(
            new OverlayPlan(
                List.of(diff(directory, 1), diff(directory, 0)),
                Optional.of(new OverlayPlan.Upper(changes.upper(), changes.work())),
                new OverlayFlags(map(options), false, false, false),
                changes.merged()));
    boolean isUser = options.contains("userxattr");
    ChangesWriter writer = isUser ? ChangesWriter.KERNEL_USER : ChangesWriter.KERNEL;
    return new ChangedMount(directory, changes, below, writer);
  }

  private static Map<String, String> map(String options) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String option : options.split(",")) {
      String[] words = option.split("=");
      map.put(words[0], words.length == 1 ? "" : words[1]);
    }
    return map;
  }

  private static Path diff(Path directory, int layer) {
    return directory.resolve("diff" + layer);
  }

  private static void extract(byte[] tar, Path target) throws IOException {
    Path file = Files.write(target.resolveSibling(target.getFileName() + ".tar"), tar);
    run(target, "tar -x --numeric-owner -p --xattrs --xattrs-include=* -f " + file);
  }

  static void run(Path directory, String command) throws IOException {
    Process process =
        new ProcessBuilder("sh", "-ec", command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + ": " + printed);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static List<LayerSource> layers(Path directory, String name) throws IOException {
    List<LayerSource> layers = new ArrayList<>();
    for (int i = 0; i < LAYERS.size(); i++) {
      layers.add(TarLayer.of(LAYERS.get(i).build(), directory.resolve(name + i)));
    }
    return layers;
  }

  Path root() {
    return changes.merged();
  }

  ChangesDirectory changes() {
    return changes;
  }

  LayerTree below() {
    return below;
  }

  OverlayTree tree() {
    return tree;
  }

  LayerTree mounted() {
    return new MountedTree(root());
  }

  /** Returns the layers, and above them one of all changes. */
  LayerTree committed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LayerTarWriter tar = new LayerTarWriter(bytes);
    boolean unused = LayerDifference.write(below, tree, tar, OptionalLong.empty());
    tar.finish();
    Path place = Files.createTempDirectory(directory, "committed");
    List<LayerSource> layers = layers(place, "index");
    layers.add(TarLayer.of(bytes.toByteArray(), place.resolve("difference")));
    return new MergedTree(layers);
  }

  @Override
  public void close() throws IOException {
    tree.close();
    below.close();
    new KernelMounter().unmount(root());
  }
}
