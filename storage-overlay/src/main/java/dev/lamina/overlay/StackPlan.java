package dev.lamina.overlay;

import dev.lamina.Digest;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which directories show a stack when overlayfs joins them. Keeps what it has found out of each
 * stack. Safe for use by several threads.
 */
final class StackPlan {
  private static final int MAX_KNOWN = 10_000;

  private final Marks marks;
  private final int most;
  private final ConcurrentMap<List<Digest>, Plan> known = new ConcurrentHashMap<>();

  /**
   * What is known of a stack.
   *
   * @param used the layers of which something can be seen, from the top to the base
   * @param needsFixes whether their directories alone would show other than the stack has
   * @param lowers what is to be joined
   */
  private record Plan(List<Integer> used, boolean needsFixes, List<Path> lowers) {}

  StackPlan(Marks marks) {
    this(marks, OverlayPlan.MAX_LOWERS);
  }

  /**
   * Makes plans.
   *
   * @param most how many directories can be joined
   */
  StackPlan(Marks marks, int most) {
    this.marks = marks;
    this.most = most;
  }

  /**
   * Returns the lower directories of a stack as they were the last time. If one is not there any
   * more, {@link #lowers} has it made again.
   */
  Optional<List<Path>> known(LayerStack stack) {
    return Optional.ofNullable(known.get(stack.diffIds())).map(Plan::lowers);
  }

  /**
   * Returns the lower directories of a stack, the topmost first: at least two, unless there are no
   * layers at all, for which there are none. They stay as long as the stack is mounted.
   *
   * @throws UnsupportedStorageException if there are more than the kernel joins
   * @throws IOException if a layer cannot be read or unpacked
   */
  List<Path> lowers(LayerStack stack) throws IOException {
    if (stack.diffIds().isEmpty()) {
      return List.of();
    }
    Plan plan = known.get(stack.diffIds());
    List<Integer> used = plan == null ? used(stack) : plan.used();
    requireAtMost(used.size());
    List<Path> layers = directories(stack, used);
    List<Path> lowers = lowers(layers);
    if (plan != null && !plan.needsFixes()) {
      return lowers;
    }
    boolean isFull = lowers.size() == most;
    FixedDirectory fixed = FixedDirectory.of(stack.diffIds(), layers.get(0), isFull, marks);
    boolean needsFixes = fixed.exists() || fix(stack, layers, fixed);
    List<Path> all = needsFixes ? with(fixed, isFull, lowers) : lowers;
    remember(List.copyOf(stack.diffIds()), new Plan(used, needsFixes, List.copyOf(all)));
    return all;
  }

  /**
   * Returns the layers of which something can be seen. What a layer has that is there once more
   * above, that one has too; and overlayfs neither joins a directory with itself nor obeys an
   * opaque root.
   */
  private static List<Integer> used(LayerStack stack) throws IOException {
    List<Integer> used = new ArrayList<>();
    Set<Digest> above = new HashSet<>();
    for (int layer = stack.diffIds().size() - 1; layer >= 0; layer--) {
      if (above.add(stack.diffIds().get(layer))) {
        used.add(layer);
        if (LayerNotes.read(stack.directory(layer)).isRootOpaque()) {
          return used;
        }
      }
    }
    return used;
  }

  private void requireAtMost(int count) {
    if (count > most) {
      throw new UnsupportedStorageException(
          "cannot mount %d layers: the kernel joins at most %d directories; squash the image, or use the storage vfs"
              .formatted(count, most));
    }
  }

  private static List<Path> directories(LayerStack stack, List<Integer> used) throws IOException {
    List<Path> directories = new ArrayList<>();
    for (int layer : used) {
      directories.add(stack.directory(layer));
    }
    return directories;
  }

  private static List<Path> lowers(List<Path> layers) {
    List<Path> lowers = new ArrayList<>(layers.stream().map(LayerDirectory::diff).toList());
    if (lowers.size() == 1) {
      lowers.add(LayerDirectory.empty(layers.get(0)));
    }
    return lowers;
  }

  /** Makes the directory of fixes, unless none are needed. */
  private boolean fix(LayerStack stack, List<Path> layers, FixedDirectory fixed)
      throws IOException {
    List<LayerNotes> notes = new ArrayList<>();
    for (Path layer : layers) {
      notes.add(LayerNotes.read(layer));
    }
    if (notes.stream().allMatch(LayerNotes::areEmpty)) {
      return false;
    }
    JoinedDirectories joined =
        new JoinedDirectories(layers.stream().map(LayerDirectory::diff).toList(), marks);
    try (LayerTree tree = stack.tree()) {
      StackFixes fixes = StackFixes.find(tree, joined, notes);
      if (fixes.directories().isEmpty()) {
        return false;
      }
      fixed.make(fixes);
      return true;
    }
  }

  private void remember(List<Digest> diffIds, Plan plan) {
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known.put(diffIds, plan);
  }

  private static List<Path> with(FixedDirectory fixed, boolean isFull, List<Path> lowers) {
    List<Path> all = new ArrayList<>(lowers);
    if (isFull) {
      all.set(0, fixed.path());
    } else {
      all.add(0, fixed.path());
    }
    return all;
  }
}
