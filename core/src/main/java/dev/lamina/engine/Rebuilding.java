package dev.lamina.engine;

import dev.lamina.CorruptStoreException;
import dev.lamina.Digest;
import dev.lamina.Finding;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStoreException;
import dev.lamina.RepairReport.Outcome;
import dev.lamina.RepairReport.Step;
import dev.lamina.internal.blob.LayerForm;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes files again of what else the store has. */
final class Rebuilding {
  private final Parts parts;
  private final StoreLayout layout;
  private final Set<Object> done = new HashSet<>();

  Rebuilding(Parts parts) {
    this.parts = parts;
    this.layout = new StoreLayout(parts.root());
  }

  /** Makes a file of one form of a layer. */
  @FunctionalInterface
  private interface Making {
    void of(Digest diffId, LayerForm form) throws IOException;
  }

  Step rebuild(Finding finding) throws IOException {
    try {
      return remade(finding);
    } catch (ImageNotFoundException e) {
      return Mending.step(finding, Outcome.GONE, "nobody needs it any more");
    }
  }

  private Step remade(Finding finding) throws IOException {
    Path path = finding.path();
    StoreState state = parts.catalog().state();
    switch (finding.kind()) {
      case DIRECTORY -> OwnerOnly.createDirectory(path);
      case UNPACKED -> remake(state, layer(path));
      case INDEX, SUMS -> make(path, state, parts.layers()::deriveAgain);
      case PLAIN_COPY -> make(path, state, parts.layers()::copyAgain);
      case CHECKPOINTS -> makeOf(path, state, this::makeCheckpoints);
      case BLOB -> makeOf(path, state, this::makeBlob);
      default -> {
        return Mending.step(finding, Outcome.LEFT, "nothing can be done");
      }
    }
    return Mending.step(finding, Outcome.DONE, "made again");
  }

  /** Makes something of a blob. */
  @FunctionalInterface
  private interface BlobWork {
    void run(StoreState state, Digest blob) throws IOException;
  }

  private void make(Path path, StoreState state, Making making) throws IOException {
    Digest diffId = layer(path);
    once(path, state, List.of(diffId), now -> make(now, diffId, making));
  }

  private void makeOf(Path path, StoreState state, BlobWork work) throws IOException {
    Digest blob = blob(path);
    List<Digest> diffIds = state.layersIn(blob).map(LayerRecord::diffId).toList();
    once(path, state, diffIds, now -> work.run(now, blob));
  }

  /** Something that is done once, however many findings ask for it. */
  @FunctionalInterface
  private interface Work {
    void run(StoreState state) throws IOException;
  }

  /** Others may remove what it is made of: with that goes what was made, when it is let go. */
  private void once(Object what, StoreState state, List<Digest> diffIds, Work work)
      throws IOException {
    if (!done.contains(what)) {
      try (Holding held = Holding.ofLayers(parts.leases(), state, "what is made again", diffIds)) {
        work.run(held.known());
      }
      done.add(what);
    }
  }

  private Digest layer(Path path) {
    return layerOf(layout, path).orElseThrow(() -> unknown(path));
  }

  private static Digest blob(Path path) {
    return StoreNames.digest(path)
        .or(() -> StoreNames.layerFile(path).map(StoreNames.LayerFile::digest))
        .orElseThrow(() -> unknown(path));
  }

  private static ImageStoreException unknown(Path path) {
    return new ImageStoreException("cannot make " + path + " again: no store has such a file");
  }

  /** Returns the layer that a file, or what it is in, is called by. */
  static Optional<Digest> layerOf(StoreLayout layout, Path path) {
    if (path.startsWith(layout.unpacked())) {
      int layer = layout.unpacked().getNameCount() + 1; // After the name of the way to unpack it.
      return path.getNameCount() > layer
          ? StoreNames.digest(path.getName(layer))
          : Optional.empty();
    }
    return StoreNames.layerFile(path).map(StoreNames.LayerFile::digest);
  }

  private void remake(StoreState state, Digest diffId) throws IOException {
    if (!done.contains(diffId)) {
      requireUnused(diffId);
    }
    once(
        diffId,
        state,
        List.of(diffId),
        now -> {
          if (parts.layers().isFramed(diffId, LayerForms.of(now, diffId))) {
            parts.layers().makePlainOfFrame(diffId); // Or what is mended would be all there is.
          }
          parts.unpacked().remake(now, diffId);
        });
  }

  /**
   * Looks whether nobody has a layer mounted.
   *
   * @throws ImageStoreException if somebody may have
   */
  void requireUnused(Digest diffId) throws IOException {
    if (parts.blobs().holds().find().living().layers().contains(diffId)) {
      throw new ImageStoreException(
          "layer " + diffId + " is in use: close the mounts of its images and repair again");
    }
  }

  /** Tries one form of the layer after the other. */
  private static void make(StoreState state, Digest diffId, Making making) throws IOException {
    Optional<ImageStoreException> failure = Optional.empty();
    for (LayerForm form : LayerForms.of(state, diffId)) {
      try {
        making.of(diffId, form);
        return;
      } catch (CorruptStoreException e) {
        failure = Optional.of(e);
      } catch (IOException e) {
        failure = Optional.of(Failures.of("cannot read layer " + diffId, e));
      }
    }
    throw failure.orElseThrow(() -> new ImageStoreException("layer " + diffId + " has no blob"));
  }

  private void makeCheckpoints(StoreState state, Digest blob) throws IOException {
    for (LayerRecord layer : state.layersIn(blob).toList()) {
      for (LayerForm form : LayerForms.of(state, layer.diffId())) {
        if (form.blob().equals(blob)) {
          parts.layers().deriveAgain(layer.diffId(), form);
        }
      }
    }
  }

  private void makeBlob(StoreState state, Digest blob) throws IOException {
    for (LayerRecord layer : state.layersIn(blob).toList()) {
      List<LayerForm> others =
          LayerForms.of(state, layer.diffId()).stream()
              .filter(form -> !form.blob().equals(blob))
              .toList();
      if (parts.layers().makePlainAgain(layer.diffId(), others)) {
        return;
      }
    }
    throw new ImageStoreException("cannot make blob " + blob + " again: no other form is good");
  }
}
