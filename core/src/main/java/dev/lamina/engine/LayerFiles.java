package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.spi.StorageDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks at what is kept of layers besides their blobs: each is there, and of a known layer. */
final class LayerFiles {
  private static final String GZIP = "gzip";

  private final CheckedStore store;
  private final StoreLayout layout;
  private final Privacy privacy;
  private final Suspects suspects;
  private final Needs needed;

  LayerFiles(CheckedStore store, Privacy privacy, Suspects suspects) {
    this.store = store;
    this.layout = store.layout();
    this.privacy = privacy;
    this.suspects = suspects;
    this.needed = CheckedStore.needs(store.state());
  }

  void run() throws IOException {
    for (Path file : CheckedStore.list(layout.layers())) {
      Optional<StoreNames.LayerFile> name = StoreNames.layerFile(file);
      if (name.isEmpty()) {
        suspects.addUnknown(file);
      } else if (privacy.isFile(file, kind(name.get())) && !isNeeded(name.get(), needed)) {
        suspects.add(
            kind(name.get()),
            file,
            "a file of a layer that nothing needs",
            Remedy.REMOVE,
            now -> !isNeeded(name.get(), now));
      }
    }
    for (LayerRecord layer : store.state().layers().toList()) {
      store.request().goOn();
      look(layer);
    }
    lookAtUnpacked();
  }

  static Kind kind(StoreNames.LayerFile name) {
    return switch (name.form()) {
      case "index" -> Kind.INDEX;
      case "checkpoints" -> Kind.CHECKPOINTS;
      case "frame" -> Kind.FRAME;
      default -> Kind.PLAIN_COPY;
    };
  }

  private static boolean isNeeded(StoreNames.LayerFile name, Needs needs) {
    return (name.isOfBlob() ? needs.blobs() : needs.layers()).contains(name.digest());
  }

  private void look(LayerRecord layer) throws IOException {
    Digest diffId = layer.diffId();
    boolean isFramed =
        layer.forms().stream().noneMatch(form -> Files.exists(layout.blob(form.blob())));
    if (isFramed) {
      lookAtFramed(diffId);
      return;
    }
    Path index = layout.index(diffId);
    if (Files.notExists(index)) {
      store.layer(Kind.INDEX, index, diffId).isRemarkable("an index", "no file", Remedy.REBUILD);
    }
    for (LayerForm form : layer.forms()) {
      Path checkpoints = layout.checkpoints(form.blob());
      if (form.compression().equals(GZIP)
          && Files.exists(layout.blob(form.blob()))
          && Files.notExists(checkpoints)) {
        store
            .blob(Kind.CHECKPOINTS, checkpoints, form.blob())
            .isRemarkable("checkpoints", "no file", Remedy.REBUILD);
      }
    }
    Path plain = layout.plain(diffId);
    if (Files.exists(plain) && Files.size(plain) != layer.tarSize()) {
      store
          .layer(Kind.PLAIN_COPY, plain, diffId)
          .isRemarkable(layer.tarSize() + " bytes", Files.size(plain) + " bytes", Remedy.REBUILD);
    }
  }

  /** Of a layer that was unpacked instead of being kept, all is needed. */
  private void lookAtFramed(Digest diffId) {
    Path frame = layout.frame(diffId);
    if (Files.notExists(frame)) {
      return; // Then its blob is missing, which is told.
    }
    Path index = layout.index(diffId);
    Path unpacked = layout.unpacked(store.parts().driver().directoriesName(), diffId);
    if (Files.notExists(index)) {
      store.layer(Kind.INDEX, index, diffId).isDamaged("an index", "no file", Remedy.NONE);
    }
    if (Files.notExists(unpacked)) {
      store.layer(Kind.UNPACKED, unpacked, diffId).isDamaged("a layer", "nothing", Remedy.NONE);
    }
  }

  private void lookAtUnpacked() throws IOException {
    StorageDriver driver = store.parts().driver();
    boolean isUsed = driver.unpacking() != StorageDriver.Unpacking.NEVER;
    for (Path way : CheckedStore.list(layout.unpacked())) {
      if (!isUsed) {
        suspects.add(
            Kind.UNPACKED, way, "what another storage has unpacked", Remedy.REMOVE, now -> true);
      } else if (!way.getFileName().toString().startsWith(driver.name())) {
        suspects.addUnknown(way);
      } else if (privacy.isDirectory(way)) {
        lookInto(way);
      }
    }
  }

  private void lookInto(Path way) throws IOException {
    List<Path> directories = CheckedStore.list(way);
    for (Path directory : directories) {
      Optional<Digest> diffId = StoreNames.digest(directory);
      if (diffId.isEmpty()) {
        suspects.addUnknown(directory);
      } else if (privacy.isDirectory(directory) && !needed.layers().contains(diffId.get())) {
        suspects.add(
            Kind.UNPACKED,
            directory,
            "an unpacked layer that nothing needs",
            Remedy.REMOVE,
            now -> !now.layers().contains(diffId.get()));
      }
    }
  }
}
