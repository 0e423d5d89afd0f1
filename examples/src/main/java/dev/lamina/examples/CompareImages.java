package dev.lamina.examples;

import dev.lamina.FileChange;
import dev.lamina.ImageStore;
import dev.lamina.vfs.VfsImageStore;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** Tells what differs between the files of two images: {@code CompareImages STORE IMAGE OTHER}. */
public final class CompareImages {
  /** Prints what became of the first one's files in the other, and how much that is. */
  public static void main(String[] args) {
    try (ImageStore store = VfsImageStore.open(Path.of(args[0]));
        Stream<FileChange> changes = store.changes(args[1], args[2])) {
      Map<FileChange.Kind, Integer> counts = new EnumMap<>(FileChange.Kind.class);
      changes.forEach(
          change -> {
            System.out.println(change);
            counts.merge(change.kind(), 1, Integer::sum);
          });
      System.out.println(
          store.image(args[1]).size() + " -> " + store.image(args[2]).size() + " bytes " + counts);
    }
  }

  private CompareImages() {}
}
