package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Finding.Remedy;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import java.nio.file.Files;

/** What can be done about damaged files, by what else there is of them. */
final class Remedies {
  private static final String PLAIN = "plain";

  private Remedies() {}

  /** A plain layer can be made again of another form of it; of no other blob is there more. */
  static Remedy ofBlob(CheckedStore store, Digest blob) {
    return store.state().layersIn(blob).anyMatch(layer -> canMakePlain(store, layer, blob))
        ? Remedy.REBUILD
        : Remedy.SET_ASIDE;
  }

  private static boolean canMakePlain(CheckedStore store, LayerRecord layer, Digest blob) {
    boolean isPlain =
        layer.forms().stream()
            .anyMatch(form -> form.blob().equals(blob) && form.compression().equals(PLAIN));
    return isPlain
        && (Files.exists(store.layout().plain(layer.diffId()))
            || layer.forms().stream()
                .map(LayerForm::blob)
                .anyMatch(
                    other -> !other.equals(blob) && Files.exists(store.layout().blob(other))));
  }

  /** What is derived of a layer can be made again if any form of it is there. */
  static Remedy ofDerived(CheckedStore store, Digest diffId) {
    return store
            .state()
            .layer(diffId)
            .filter(
                layer ->
                    layer.forms().stream()
                        .anyMatch(form -> Files.exists(store.layout().blob(form.blob()))))
            .isPresent()
        ? Remedy.REBUILD
        : Remedy.NONE;
  }
}
