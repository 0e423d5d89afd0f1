package dev.lamina.engine;

import dev.lamina.CorruptStoreException;
import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.internal.io.OpenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at the marker of a store: to the byte. */
final class MarkerCheck {
  private final CheckedStore store;

  MarkerCheck(CheckedStore store) {
    this.store = store;
  }

  void run() throws IOException {
    Path file = store.layout().marker();
    String storage = store.parts().driver().name();
    String expected = "the marker of a store of the storage " + storage;
    try {
      Optional<StoreMarker> marker = StoreMarker.read(store.layout().root());
      if (marker.isEmpty()) {
        tell(file, expected, "no file");
      } else if (!marker.get().storage().equals(storage)
          || marker.get().format() != StoreMarker.FORMAT
          || !marker
              .get()
              .text()
              .equals(new String(OpenFile.bytes(file), StandardCharsets.ISO_8859_1))) {
        tell(file, expected, "another one");
      }
    } catch (CorruptStoreException e) {
      tell(file, expected, e.actual());
    } catch (NoSuchFileException e) {
      tell(file, expected, "no file");
    }
  }

  private void tell(Path file, String expected, String actual) {
    store.file(Kind.MARKER, file).isDamaged(expected, actual, Remedy.REWRITE);
  }
}
