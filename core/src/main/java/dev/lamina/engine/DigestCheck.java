package dev.lamina.engine;

import dev.lamina.CorruptStoreException;
import dev.lamina.Digest;
import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.ImageStoreException;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.compress.CheckpointFile;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.layer.LayerIndex;
import dev.lamina.internal.oci.ConfigDocument;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.TreeSet;

/** Reads blobs, and what else has checksums, and looks whether they are right. */
final class DigestCheck {
  private final CheckedStore store;

  DigestCheck(CheckedStore store) {
    this.store = store;
  }

  /**
   * Looks at them.
   *
   * @param areLayersDecoded whether layers are read later on, and so need not be read here
   */
  void run(boolean areLayersDecoded) throws IOException {
    for (Digest blob : new TreeSet<>(CheckedStore.needs(store.state()).blobs())) {
      if (!areLayersDecoded || store.state().layersIn(blob).findAny().isEmpty()) {
        look(blob);
      }
    }
    for (ImageRecord image : store.state().images().toList()) {
      compareConfig(image);
    }
    for (LayerRecord layer : store.state().layers().toList()) {
      lookAtDerived(layer);
    }
  }

  private void look(Digest blob) throws IOException {
    Path file = store.layout().blob(blob);
    Findings.Subject subject = store.blob(Kind.BLOB, file, blob);
    if (store.findings().isDamaged(file)) {
      return;
    }
    try {
      Digest actual = Hashing.of(file, store.request()::advanced);
      if (!actual.equals(blob)) {
        subject.isDamaged(blob.toString(), actual.toString(), Remedies.ofBlob(store, blob));
      }
    } catch (NoSuchFileException e) {
      // That is told, or it was unpacked instead of being kept.
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      subject.isDamaged("a file that can be read", e.toString(), Remedies.ofBlob(store, blob));
    }
  }

  private void compareConfig(ImageRecord image) throws IOException {
    Path file = store.layout().blob(image.id());
    if (Files.notExists(file) || store.findings().isDamaged(file)) {
      return;
    }
    Findings.Subject subject =
        store
            .findings()
            .of(Kind.CATALOGUE, store.parts().catalog().journalFile(), Owners.ofImage(image.id()));
    try {
      ConfigDocument config = ConfigDocument.parse(OpenFile.bytes(file), "config");
      if (!config.diffIds().equals(image.diffIds())) {
        subject.isDamaged("layers " + config.diffIds(), "layers " + image.diffIds(), Remedy.NONE);
      }
    } catch (ImageStoreException e) {
      subject.isDamaged("a configuration", String.valueOf(e.getMessage()), Remedy.NONE);
    }
  }

  private void lookAtDerived(LayerRecord layer) throws IOException {
    Digest diffId = layer.diffId();
    Path index = store.layout().index(diffId);
    try {
      LayerIndex unused = LayerIndex.open(index);
    } catch (NoSuchFileException e) {
      // That is told.
    } catch (CorruptStoreException e) {
      tellDerived(store.layer(Kind.INDEX, index, diffId), e, diffId);
    }
    if (Remedies.ofDerived(store, diffId) == Remedy.REBUILD) {
      lookAtSums(
          diffId); // Else the layer is unpacked instead of being kept, and nobody reads them.
    }
    for (LayerForm form : layer.forms()) {
      Path checkpoints = store.layout().checkpoints(form.blob());
      try {
        CheckpointFile unused = CheckpointFile.open(checkpoints);
      } catch (NoSuchFileException e) {
        // That is told if it is needed.
      } catch (CorruptStoreException e) {
        tellDerived(store.blob(Kind.CHECKPOINTS, checkpoints, form.blob()), e, diffId);
      }
    }
  }

  private void lookAtSums(Digest diffId) throws IOException {
    try {
      store.parts().layers().verifySums(diffId);
    } catch (NoSuchFileException e) {
      // That is told.
    } catch (CorruptStoreException e) {
      tellDerived(store.layer(Kind.SUMS, store.layout().sums(diffId), diffId), e, diffId);
    }
  }

  /** What the store notices itself when it reads it, and makes again, does no harm. */
  private void tellDerived(Findings.Subject subject, CorruptStoreException failure, Digest diffId) {
    Remedy remedy = Remedies.ofDerived(store, diffId);
    if (remedy == Remedy.REBUILD) {
      subject.isRemarkable(failure.expected(), failure.actual(), remedy);
    } else {
      subject.isDamaged(failure, remedy);
    }
  }
}
