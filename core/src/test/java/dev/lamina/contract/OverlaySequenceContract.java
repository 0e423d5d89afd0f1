package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.FileChange;
import dev.lamina.ImageId;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.WritableMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random operations on mounted images, with answers that a real overlayfs mount gave: each mount
 * gives the same, tells the same changes, and so does the image that is made of it.
 */
public interface OverlaySequenceContract extends StoreContract {
  /** How many sequences are in one image, each in a directory of its own. */
  int SEQUENCES_IN_AN_IMAGE = 25;

  /** How many layers sequences have at most. */
  int MOST_LAYERS = 3;

  /**
   * Returns what is answered otherwise, and why: {@code SEQUENCE.OPERATION}, both as numbers, and a
   * reason.
   */
  default Map<String, String> otherwise() {
    return Map.of();
  }

  @Test
  default void sequences_onMountedImages_answerAsOverlayfsDoes() throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    try (ImageStore store = newStore()) {
      for (List<OverlaySequence> sequences : groups()) {
        ImageId image = load(store, image(sequences)).get(0).id();
        try (WritableMount mount = store.mount(image).readWrite()) {
          wrong.putAll(run(sequences, mount));
          wrong.putAll(committed(sequences, store, mount));
        }
      }
    }

    assertThat(wrong.keySet()).as(wrong.toString()).isEqualTo(otherwise().keySet());
  }

  @Test
  default void sequences_onContainers_areThereWhenTheyAreMountedAgain() throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    try (ImageStore store = newStore()) {
      for (List<OverlaySequence> sequences : groups(MOST_LAYERS)) {
        ImageId image = load(store, image(sequences)).get(0).id();
        store.create(image.toString()).command("x").named("c1");
        try (WritableMount mount = store.mountContainer("c1")) {
          wrong.putAll(run(sequences, mount));
        }
        try (WritableMount mount = store.mountContainer("c1")) {
          wrong.putAll(differences("remounted", sequences, mount));
          wrong.putAll(changes(sequences, mount));
        }
        store.removeContainer("c1");
      }
    }

    assertThat(wrong.keySet()).as(wrong.toString()).isEqualTo(otherwise().keySet());
  }

  /** Returns all sequences; those for one image have as many layers. */
  private static List<List<OverlaySequence>> groups() throws IOException {
    List<List<OverlaySequence>> groups = new ArrayList<>();
    for (int layers = 1; layers <= MOST_LAYERS; layers++) {
      groups.addAll(groups(layers));
    }
    assertThat(groups.stream().mapToInt(List::size).sum()).isEqualTo(432);
    return groups;
  }

  private static List<List<OverlaySequence>> groups(int layers) throws IOException {
    List<OverlaySequence> some =
        OverlaySequence.all().stream()
            .filter(sequence -> sequence.layers().size() == layers)
            .toList();
    List<List<OverlaySequence>> groups = new ArrayList<>();
    for (int from = 0; from < some.size(); from += SEQUENCES_IN_AN_IMAGE) {
      groups.add(some.subList(from, Math.min(some.size(), from + SEQUENCES_IN_AN_IMAGE)));
    }
    return groups;
  }

  private static Map<String, String> run(List<OverlaySequence> sequences, WritableMount mount)
      throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    for (OverlaySequence sequence : sequences) {
      wrong.putAll(sequence.runIn(place(mount, sequence)));
    }
    wrong.putAll(changes(sequences, mount));
    return wrong;
  }

  private static Map<String, String> changes(List<OverlaySequence> sequences, WritableMount mount) {
    Map<String, String> wrong = new TreeMap<>();
    try (Stream<FileChange> changes = mount.changes()) {
      List<String> all = changes.map(FileChange::toString).toList();
      for (OverlaySequence sequence : sequences) {
        List<String> differences = sequence.differenceOfChanges(in(place(sequence), all));
        if (!differences.isEmpty()) {
          wrong.put(sequence.number() + ".changes", differences.toString());
        }
      }
    }
    return wrong;
  }

  /** Returns the changes in a place, without its name; links lead out of it, too. */
  private static List<String> in(String place, List<String> changes) {
    String start = "/" + place + "/";
    return changes.stream()
        .filter(change -> change.startsWith(start, 2))
        .map(change -> change.replaceFirst(start, ""))
        .toList();
  }

  private static Map<String, String> committed(
      List<OverlaySequence> sequences, ImageStore store, WritableMount mount) throws IOException {
    try (Mount made = store.mount(mount.commit().unnamed().id()).readOnly()) {
      return differences("committed", sequences, made);
    }
  }

  private static Map<String, String> differences(
      String when, List<OverlaySequence> sequences, Mount mount) throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    for (OverlaySequence sequence : sequences) {
      wrong.putAll(sequence.differenceOf(place(mount, sequence), when));
    }
    return wrong;
  }

  private static Path place(Mount mount, OverlaySequence sequence) {
    return mount.root().resolve(place(sequence));
  }

  /** Links that lead out of the place led out of the mount, to nothing: so they do here. */
  private static String place(OverlaySequence sequence) {
    return sequence.number() + "/mnt";
  }

  private static TestImage image(List<OverlaySequence> sequences) {
    return TestImage.of(
            IntStream.range(0, sequences.get(0).layers().size())
                .mapToObj(layer -> layer(layer, sequences))
                .toArray(TarBuilder[]::new))
        .tagged("sequences:" + sequences.get(0).number());
  }

  private static TarBuilder layer(int layer, List<OverlaySequence> sequences) {
    TarBuilder tar = tar();
    for (OverlaySequence sequence : sequences) {
      tar.directory(place(sequence));
      for (OverlaySequence.Entry entry : sequence.layers().get(layer)) {
        add(tar, place(sequence) + "/" + entry.path(), entry);
      }
    }
    return tar;
  }

  private static void add(TarBuilder tar, String path, OverlaySequence.Entry entry) {
    TarBuilder unused =
        switch (entry.kind()) {
          case "dir" -> tar.directory(path);
          case "file" -> tar.file(path, entry.text());
          case "symlink" -> tar.symlink(path, entry.text());
          case "whiteout" -> tar.whiteout(path);
          case "opaque" -> tar.opaque(path);
          default -> throw new AssertionError(entry);
        };
    // So that no file looks like another one that comes to its place.
    unused = tar.modified(TarBuilder.MODIFIED.plusSeconds(path.hashCode() & 0xffffff));
    if (!entry.mode().isEmpty()) {
      unused = tar.mode(Integer.parseInt(entry.mode(), 8));
    }
  }
}
