package dev.lamina.engine;

import dev.lamina.CorruptStoreException;
import dev.lamina.Digest;
import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.blob.LayerForm;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.compress.CheckpointFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/** Decodes layers, and compares what is kept besides with what they say. */
final class LayerCheck {
  private final CheckedStore store;
  private final StoreLayout layout;
  private final Parts parts;

  LayerCheck(CheckedStore store) {
    this.store = store;
    this.layout = store.layout();
    this.parts = store.parts();
  }

  void run() throws IOException {
    for (LayerRecord layer : store.state().layers().toList()) {
      store.request().goOn();
      look(layer.diffId(), layer);
    }
  }

  private void look(Digest diffId, LayerRecord record) throws IOException {
    boolean isGood = false;
    List<LayerForm> forms = LayerForms.of(store.state(), diffId);
    if (parts.layers().isFramed(diffId, forms)) {
      lookAtFramed(diffId, record);
      return;
    }
    for (LayerForm form : forms) {
      if (parts.blobs().has(form.blob())) {
        isGood |= look(diffId, record, form, isGood);
      }
    }
    if (isGood) {
      lookAtPlainCopy(diffId);
      lookAtUnpacked(diffId, forms);
    }
  }

  /** Returns whether this form of a layer is good; the index is compared with the first that is. */
  private boolean look(Digest diffId, LayerRecord record, LayerForm form, boolean isIndexKnown)
      throws IOException {
    Path file = layout.blob(form.blob());
    Findings.Subject subject = store.blob(Kind.BLOB, file, form.blob());
    Remedy remedy = Remedies.ofBlob(store, form.blob());
    try (Staging staging = parts.blobs().stage()) {
      ReceivedBlob blob = parts.layers().readAgain(form, staging, store.request()::advanced);
      if (!blob.digest().equals(form.blob())) {
        subject.isDamaged(form.blob().toString(), blob.digest().toString(), remedy);
        return false;
      }
      ReceivedBlob.LayerContent content = blob.layer();
      if (!content.diffId().equals(diffId)) {
        tellCatalogue(diffId, "layer " + diffId, "layer " + content.diffId());
        return false;
      }
      compareFacts(record, content);
      if (!isIndexKnown) {
        compareIndex(diffId, content, Remedy.REBUILD);
        compareSums(diffId, content);
      }
      compareCheckpoints(form, content);
      return true;
    } catch (InvalidArchiveException e) {
      tellCatalogue(diffId, "layer " + diffId, String.valueOf(e.getMessage()));
      return false;
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      if (Files.exists(file)) {
        subject.isDamaged("a file that can be read", e.toString(), remedy);
      }
      return false;
    }
  }

  private void tellCatalogue(Digest diffId, String expected, String actual) {
    store
        .layer(Kind.CATALOGUE, parts.catalog().journalFile(), diffId)
        .isDamaged(expected, actual, Remedy.NONE);
  }

  private void compareFacts(LayerRecord record, ReceivedBlob.LayerContent content) {
    if (record.size() != content.facts().size() || record.tarSize() != content.tarSize()) {
      tellCatalogue(
          record.diffId(),
          "a layer of %s bytes in a tar of %s".formatted(content.facts().size(), content.tarSize()),
          "%s in %s".formatted(record.size(), record.tarSize()));
    }
  }

  private void compareIndex(Digest diffId, ReceivedBlob.LayerContent content, Remedy remedy)
      throws IOException {
    Path index = layout.index(diffId);
    if (Files.exists(index) && Files.mismatch(index, content.index()) >= 0) {
      store.layer(Kind.INDEX, index, diffId).isDamaged("what the layer says", "other", remedy);
    }
    long duplicates = content.facts().duplicates();
    if (duplicates > 0) {
      store
          .layer(Kind.LAYER, index, diffId)
          .isRemarkable(
              "each path once", duplicates + " that are there once more later", Remedy.NONE);
    }
  }

  private void compareSums(Digest diffId, ReceivedBlob.LayerContent content) throws IOException {
    Path sums = layout.sums(diffId);
    if (Files.exists(sums) && Files.mismatch(sums, content.sums()) >= 0) {
      store.layer(Kind.SUMS, sums, diffId).isDamaged("what the layer has", "other", Remedy.REBUILD);
    }
  }

  /** Windows may be packed in another way, as by another release of Java, and say the same. */
  private void compareCheckpoints(LayerForm form, ReceivedBlob.LayerContent content)
      throws IOException {
    Path file = layout.checkpoints(form.blob());
    Optional<Path> expected = content.checkpoints();
    if (Files.notExists(file)) {
      return;
    }
    Findings.Subject subject = store.blob(Kind.CHECKPOINTS, file, form.blob());
    try {
      if (expected.isEmpty()) {
        subject.isRemarkable("none", "checkpoints", Remedy.REMOVE);
      } else if (Files.mismatch(file, expected.get()) >= 0
          && !CheckpointFile.open(file).saysTheSameAs(CheckpointFile.open(expected.get()))) {
        subject.isDamaged("checkpoints of the blob", "others", Remedy.REBUILD);
      }
    } catch (CorruptStoreException e) {
      subject.isDamaged(e, Remedy.REBUILD);
    }
  }

  private void lookAtFramed(Digest diffId, LayerRecord record) throws IOException {
    Path frame = layout.frame(diffId);
    Path unpacked = layout.unpacked(parts.driver().directoriesName(), diffId);
    try (Staging staging = parts.blobs().stage()) {
      ReceivedBlob tar = parts.layers().readFramedAgain(diffId, staging, store.request()::advanced);
      if (!tar.digest().equals(diffId)) {
        // The frame has a checksum of its own.
        store
            .layer(Kind.UNPACKED, unpacked, diffId)
            .isDamaged("files of layer " + diffId, "files of another one", Remedy.SET_ASIDE);
        return;
      }
      compareFacts(record, tar.layer());
      compareIndex(diffId, tar.layer(), Remedy.SET_ASIDE);
      List<LayerForm> forms = LayerForms.of(store.state(), diffId);
      boolean isPlain = forms.stream().anyMatch(form -> form.blob().equals(diffId));
      compareUnpacked(diffId, forms, isPlain ? Remedy.REBUILD : Remedy.SET_ASIDE);
    } catch (CorruptStoreException e) {
      store.layer(Kind.INDEX, layout.index(diffId), diffId).isDamaged(e, Remedy.SET_ASIDE);
    } catch (ZipException | InvalidArchiveException e) {
      store
          .layer(Kind.FRAME, frame, diffId)
          .isDamaged("the frame of the layer", String.valueOf(e.getMessage()), Remedy.SET_ASIDE);
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      store
          .layer(Kind.UNPACKED, unpacked, diffId)
          .isDamaged("the files of the layer", e.toString(), Remedy.SET_ASIDE);
    }
  }

  private void lookAtPlainCopy(Digest diffId) throws IOException {
    Path copy = layout.plain(diffId);
    if (Files.exists(copy)) {
      Digest actual = Hashing.of(copy, store.request()::advanced);
      if (!actual.equals(diffId)) {
        store
            .layer(Kind.PLAIN_COPY, copy, diffId)
            .isDamaged(diffId.toString(), actual.toString(), Remedy.REBUILD);
      }
    }
  }

  private void lookAtUnpacked(Digest diffId, List<LayerForm> forms) throws IOException {
    Path index = layout.index(diffId);
    if (!store.findings().isDamaged(index)) {
      compareUnpacked(diffId, forms, Remedy.REBUILD);
    }
  }

  private void compareUnpacked(Digest diffId, List<LayerForm> forms, Remedy remedy)
      throws IOException {
    Path directory = layout.unpacked(parts.driver().directoriesName(), diffId);
    if (Files.exists(directory)) {
      parts
          .unpacked()
          .verify(
              diffId,
              forms,
              (place, expected, actual) ->
                  store.layer(Kind.UNPACKED, place, diffId).isDamaged(expected, actual, remedy));
    }
  }
}
