package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.contract.OverlaySequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random sequences of operations that were run on real overlayfs mounts: ours must be the same. */
final class OverlaySequencesTest {
  /** Where overlayfs was mounted: links that led out of it led to nothing. */
  private static final String MOUNT = "/mnt";

  @TempDir private Path disk;

  @Test
  void sequences_onLayers_answerAsOverlayfsDoes() throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    List<OverlaySequence> sequences = OverlaySequence.all();
    for (OverlaySequence sequence : sequences) {
      wrong.putAll(run(sequence));
    }

    assertThat(sequences).hasSize(432);
    assertThat(wrong).isEmpty();
  }

  private Map<String, String> run(OverlaySequence sequence) throws IOException {
    WritableTrees trees = new WritableTrees(disk.resolve("" + sequence.number()));
    Map<String, String> wrong = new TreeMap<>();
    try (UnionFileSystem files = trees.open(union(sequence))) {
      wrong.putAll(sequence.runIn(files.getPath(MOUNT)));
      assertThat(files.resources().size()).isZero();
    }
    try (UnionFileSystem files = trees.open(union(sequence))) {
      wrong.putAll(sequence.differenceOf(files.getPath(MOUNT), "remount"));
    }
    return wrong;
  }

  private static FakeTree union(OverlaySequence sequence) {
    Map<String, OverlaySequence.Entry> union = new TreeMap<>();
    for (List<OverlaySequence.Entry> layer : sequence.layers()) {
      List<String> own = new ArrayList<>();
      for (OverlaySequence.Entry entry : layer) {
        String path = entry.path();
        OverlaySequence.Entry below = union.get(path);
        boolean united = isDirectory(entry) && below != null && isDirectory(below);
        if (entry.kind().equals("opaque")) {
          union.keySet().removeIf(p -> p.startsWith(path + "/") && !own.contains(p));
          continue;
        }
        if (!united && !own.contains(path)) {
          union.keySet().removeIf(p -> p.startsWith(path + "/") && !own.contains(p));
        }
        union.remove(path);
        if (!entry.kind().equals("whiteout")) {
          union.put(path, entry);
          own.add(path);
        }
      }
    }
    FakeTree tree = new FakeTree();
    union.forEach((path, entry) -> add(tree, MOUNT.substring(1) + "/" + path, entry));
    return tree;
  }

  private static boolean isDirectory(OverlaySequence.Entry entry) {
    return entry.kind().equals("dir");
  }

  private static void add(FakeTree tree, String path, OverlaySequence.Entry entry) {
    switch (entry.kind()) {
      case "dir" -> tree.directory(path);
      case "file" -> tree.file(path, entry.text());
      case "symlink" -> tree.symlink(path, entry.text());
      default -> throw new AssertionError(entry);
    }
    if (!entry.mode().isEmpty()) {
      tree.attributes(path, Integer.parseInt(entry.mode(), 8), 0, 0, 0);
    }
  }
}
