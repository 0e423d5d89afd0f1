package dev.lamina.engine;

import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Looks at the directories of a store itself: whether they are there, and nothing else is. */
final class DirectoryCheck {
  private static final Set<String> FILES =
      Set.of("lamina-store", "lamina-store.use", "lock", "lock.owner");

  /** The last is what some file systems put into the root of each. */
  private static final Set<String> OPTIONAL =
      Set.of("unpacked", "containers", "used", "set-aside", "lost+found");

  private static final Set<String> NEEDED =
      Set.of("catalog", "blobs", "layers", "staging", "leases");

  private final CheckedStore store;
  private final StoreLayout layout;
  private final Privacy privacy;
  private final Suspects suspects;

  DirectoryCheck(CheckedStore store, Privacy privacy, Suspects suspects) {
    this.store = store;
    this.layout = store.layout();
    this.privacy = privacy;
    this.suspects = suspects;
  }

  void run() throws IOException {
    boolean unused = privacy.isDirectory(layout.root());
    for (Path path : CheckedStore.list(layout.root())) {
      look(path, path.getFileName().toString());
    }
    for (String name : NEEDED) {
      Path directory = layout.root().resolve(name);
      if (!privacy.isDirectory(directory)) {
        store.file(Kind.DIRECTORY, directory).isDamaged("a directory", "none", Remedy.REBUILD);
      }
    }
    lookIntoCatalog();
  }

  private void look(Path path, String name) throws IOException {
    if (FILES.contains(name)) {
      boolean unused = privacy.isFile(path, name.equals("lamina-store") ? Kind.MARKER : Kind.LOCK);
    } else if (OPTIONAL.contains(name)) {
      boolean unused = !name.equals("lost+found") && privacy.isDirectory(path);
    } else if (isUnfinished(name)) {
      suspects.add(Kind.UNKNOWN, path, "what was not finished", Remedy.REMOVE, needed -> true);
    } else if (!NEEDED.contains(name)) {
      suspects.addUnknown(path);
    }
  }

  private static boolean isUnfinished(String name) {
    return name.equals("catalog.new") || (name.startsWith("lamina-store") && name.endsWith(".new"));
  }

  private void lookIntoCatalog() throws IOException {
    List<Path> unfinished = Catalog.unfinishedIn(layout.root());
    for (Path path : CheckedStore.list(layout.root().resolve("catalog"))) {
      String name = path.getFileName().toString();
      if (unfinished.contains(path)) {
        suspects.add(Kind.JOURNAL, path, "what was not finished", Remedy.REMOVE, needed -> true);
      } else if (!name.equals("journal") && !name.equals("unforced")) {
        suspects.addUnknown(path);
      } else {
        boolean unused = privacy.isFile(path, Kind.JOURNAL);
      }
    }
  }
}
