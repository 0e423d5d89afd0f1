package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import dev.lamina.internal.blob.LayerForm;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.compress.Compression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Translates between the catalogue's records of a layer's blobs and what reads them. */
final class LayerForms {
  private LayerForms() {}

  /** Returns the record of a layer that an image of the same state has. */
  static LayerRecord layer(StoreState state, Digest diffId) {
    return state
        .layer(diffId)
        .orElseThrow(() -> new ImageStoreException("the catalogue has no layer " + diffId));
  }

  static List<LayerForm> of(StoreState state, Digest diffId) {
    return layer(state, diffId).forms().stream()
        .map(
            form ->
                new LayerForm(
                    form.blob(), Compression.valueOf(form.compression().toUpperCase(Locale.ROOT))))
        .toList();
  }

  /** Returns a layer with all forms that are known and those that were received. */
  static LayerRecord merged(
      Digest diffId, Optional<LayerRecord> known, List<ReceivedBlob> received) {
    Map<Digest, dev.lamina.internal.catalog.LayerForm> forms = new LinkedHashMap<>();
    known.ifPresent(layer -> layer.forms().forEach(form -> forms.put(form.blob(), form)));
    for (ReceivedBlob blob : received) {
      forms.put(
          blob.digest(),
          new dev.lamina.internal.catalog.LayerForm(
              blob.digest(), blob.size(), name(blob.layer().compression())));
    }
    ReceivedBlob.LayerContent content = received.get(0).layer();
    return new LayerRecord(
        diffId, content.facts().size(), content.tarSize(), List.copyOf(forms.values()));
  }

  private static String name(Compression compression) {
    return compression.name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether the store has a layer, in the form of this blob if one is given. */
  static boolean has(StoreState state, Digest diffId, Optional<Digest> blob) {
    return state
        .layer(diffId)
        .filter(
            layer ->
                blob.isEmpty()
                    || layer.forms().stream().anyMatch(form -> form.blob().equals(blob.get())))
        .isPresent();
  }
}
