package dev.lamina.internal.blob;

import dev.lamina.CorruptStoreException;
import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.compress.CheckpointFile;
import dev.lamina.internal.compress.Compression;
import dev.lamina.internal.compress.SpanCache;
import dev.lamina.internal.compress.SpanReader;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.Fully;
import dev.lamina.internal.io.Loggers;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.internal.io.Presence;
import dev.lamina.internal.layer.LayerBytes;
import dev.lamina.internal.layer.LayerIndex;
import dev.lamina.internal.layer.LayerSource;
import dev.lamina.internal.layer.TarFrame;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;

/**
 * The layers of a store, read at any place. What was derived from a blob (index, checkpoints, plain
 * copy) and is missing or damaged is made again from the blob, which is verified on the way.
 */
public final class LayerStore {
  private final BlobStore blobs;
  private final StoreLayout layout;
  private final Executor executor;
  private final UnpackedFiles unpacked;
  private final SpanCache cache = new SpanCache();

  /** Finds the files of layers that were unpacked instead of being kept. */
  @FunctionalInterface
  public interface UnpackedFiles {
    /**
     * Returns the files of a layer.
     *
     * @throws IOException if it cannot be found out where they are
     */
    TarFrame.Files of(Digest diffId) throws IOException;
  }

  /** Makes a view of the layers of these blobs. */
  public LayerStore(BlobStore blobs, Executor executor, UnpackedFiles unpacked) {
    this.blobs = blobs;
    this.layout = blobs.layout();
    this.executor = executor;
    this.unpacked = unpacked;
  }

  /**
   * Opens a layer. Its contents are not read; its blob is opened when a file is first read.
   *
   * @param forms the blobs that hold the layer, at least one
   * @throws CorruptStoreException if the layer is damaged and cannot be made again
   */
  public LayerSource open(Digest diffId, List<LayerForm> forms) throws IOException {
    if (isFramed(diffId, forms)) {
      LayerIndex index = LayerIndex.open(layout.index(diffId));
      return new LayerSource(
          diffId,
          index,
          new LazyLayerBytes(false, () -> new TarFrame(index).contents(unpacked.of(diffId))));
    }
    LayerForm form = present(diffId, forms);
    LayerIndex index = index(diffId, form);
    long size = index.facts().tarSize();
    return new LayerSource(
        diffId, index, new LazyLayerBytes(false, () -> verified(diffId, form, size)));
  }

  /**
   * Opens a layer to read all of it once, in the order in which its files lie; see {@link
   * LayerBytes#isSequential}.
   *
   * @param forms the blobs that hold the layer, at least one
   * @throws CorruptStoreException if the layer is damaged and cannot be made again
   */
  public LayerSource openWhole(Digest diffId, List<LayerForm> forms) throws IOException {
    if (isFramed(diffId, forms)) {
      return open(diffId, forms);
    }
    LayerForm form = present(diffId, forms);
    return canSeek(form.compression(), layout.checkpoints(form.blob()))
            || Presence.exists(layout.plain(diffId))
        ? open(diffId, List.of(form))
        : sequentialVerified(diffId, form);
  }

  private static boolean canSeek(Compression compression, Path checkpoints) throws IOException {
    return compression != Compression.ZSTD || Presence.exists(checkpoints);
  }

  /** Returns the checksums of a layer, which are made again if need be. */
  private LayerSums sums(Digest diffId, LayerForm form) throws IOException {
    Path file = layout.sums(diffId);
    try {
      return LayerSums.open(file);
    } catch (NoSuchFileException | CorruptStoreException e) {
      Loggers.of(LayerStore.class)
          .log(Logger.Level.WARNING, "making the checksums of layer {0} again: {1}", diffId, e);
      derive(diffId, form);
      return LayerSums.open(file);
    }
  }

  private LayerSource sequentialVerified(Digest diffId, LayerForm form) throws IOException {
    Path blob = layout.blob(form.blob());
    return new LayerSource(
        diffId,
        index(diffId, form),
        new LazyLayerBytes(
            true,
            () -> {
              Optional<LayerSums> sums = sumsIfPossible(diffId, form);
              InputStream tar = LayerDecoders.open(form.compression(), OpenFile.input(blob));
              return new SequentialLayerBytes(
                  sums.isPresent() ? new VerifiedTar(tar, sums.get(), blob) : tar);
            }));
  }

  private static LayerSource sequential(
      Digest diffId, LayerIndex index, Compression compression, Path blob) {
    return new LayerSource(
        diffId,
        index,
        new LazyLayerBytes(
            true,
            () -> new SequentialLayerBytes(LayerDecoders.open(compression, OpenFile.input(blob)))));
  }

  /**
   * Opens a layer that is staged. If it is packed so that nothing in it can be found without all
   * that comes before, and its tar was not staged, too, it is to be read in the order in which its
   * files lie; see {@link LayerBytes#isSequential}.
   *
   * @throws CorruptStoreException if its index is damaged
   */
  public LayerSource open(ReceivedBlob staged) throws IOException {
    ReceivedBlob.LayerContent layer = staged.layer();
    LayerIndex index = LayerIndex.open(layer.index());
    Optional<Path> checkpoints = layer.checkpoints();
    Optional<Path> tar =
        layer.compression() == Compression.PLAIN ? Optional.of(staged.file()) : layer.tar();
    if (tar.isPresent()) {
      return new LayerSource(
          layer.diffId(), index, new LazyLayerBytes(false, () -> plain(tar.get())));
    }
    return checkpoints.isEmpty()
        ? sequential(layer.diffId(), index, layer.compression(), staged.file())
        : new LayerSource(
            layer.diffId(),
            index,
            new LazyLayerBytes(
                false,
                () ->
                    spans(
                        staged.digest(),
                        layer.compression(),
                        staged.file(),
                        CheckpointFile.open(checkpoints.get()))));
  }

  /**
   * Opens a layer's tar from its beginning to its end, uncompressed. It is not verified.
   *
   * @param forms the blobs that hold the layer, at least one
   * @throws CorruptStoreException if none of them is there
   */
  public InputStream openTar(Digest diffId, List<LayerForm> forms) throws IOException {
    if (isFramed(diffId, forms)) {
      LayerIndex index = LayerIndex.open(layout.index(diffId));
      return LayerFrames.openTar(layout.frame(diffId), index, unpacked.of(diffId));
    }
    LayerForm form = present(diffId, forms);
    return LayerDecoders.open(form.compression(), OpenFile.input(layout.blob(form.blob())));
  }

  /**
   * Returns whether a layer was unpacked instead of being kept: its frame is there, and none of
   * these blobs.
   */
  public boolean isFramed(Digest diffId, List<LayerForm> forms) throws IOException {
    return present(forms).isEmpty() && Presence.exists(layout.frame(diffId));
  }

  private Optional<LayerForm> present(List<LayerForm> forms) throws IOException {
    for (LayerForm form : forms) {
      if (blobs.has(form.blob())) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  private LayerForm present(Digest diffId, List<LayerForm> forms) throws IOException {
    Optional<LayerForm> present = present(forms);
    if (present.isPresent()) {
      return present.get();
    }
    throw new CorruptStoreException(
        layout.blob(forms.get(0).blob()), "the blob of layer " + diffId, "no file");
  }

  private LayerIndex index(Digest diffId, LayerForm form) throws IOException {
    Path file = layout.index(diffId);
    try {
      return LayerIndex.open(file);
    } catch (NoSuchFileException | CorruptStoreException e) {
      Loggers.of(LayerStore.class)
          .log(Logger.Level.WARNING, "making the index of layer {0} again: {1}", diffId, e);
      derive(diffId, form);
      return LayerIndex.open(file);
    }
  }

  private LayerBytes verified(Digest diffId, LayerForm form, long size) throws IOException {
    Optional<LayerSums> sums = sumsIfPossible(diffId, form);
    LayerBytes bytes = bytes(diffId, form, size);
    return sums.isPresent()
        ? new VerifiedLayerBytes(bytes, sums.get(), layout.blob(form.blob()))
        : bytes;
  }

  /** A store without them, on which nothing can be written, can be read all the same. */
  private Optional<LayerSums> sumsIfPossible(Digest diffId, LayerForm form) throws IOException {
    try {
      return Optional.of(sums(diffId, form));
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException | ReadOnlyFileSystemException e) {
      Loggers.of(LayerStore.class)
          .log(Logger.Level.WARNING, "what is read of layer " + diffId + " is not verified", e);
      return Optional.empty();
    }
  }

  private LayerBytes bytes(Digest diffId, LayerForm form, long size) throws IOException {
    if (form.compression() == Compression.PLAIN) {
      return plain(layout.blob(form.blob()));
    }
    Path checkpoints = layout.checkpoints(form.blob());
    boolean mayHaveNone = form.compression() == Compression.ZSTD;
    if (!mayHaveNone || Presence.exists(checkpoints)) {
      try {
        return spans(form, CheckpointFile.open(checkpoints));
      } catch (NoSuchFileException | CorruptStoreException e) {
        Loggers.of(LayerStore.class)
            .log(Logger.Level.WARNING, "making checkpoints of {0} again: {1}", form.blob(), e);
        derive(diffId, form);
        return spans(form, CheckpointFile.open(checkpoints));
      }
    }
    return plain(plainCopy(diffId, form, size));
  }

  private static LayerBytes plain(Path path) throws IOException {
    SharedFile file = new SharedFile(path);
    return new LayerBytes() {
      @Override
      public int read(long position, ByteBuffer target) throws IOException {
        return file.read(target, position);
      }

      @Override
      public void transferTo(long position, long count, FileChannel target) throws IOException {
        file.transferTo(position, count, target);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  private LayerBytes spans(LayerForm form, CheckpointFile checkpoints) throws IOException {
    return spans(form.blob(), form.compression(), layout.blob(form.blob()), checkpoints);
  }

  private LayerBytes spans(
      Digest blob, Compression compression, Path path, CheckpointFile checkpoints)
      throws IOException {
    SharedFile file = new SharedFile(path);
    SpanReader reader =
        new SpanReader(blob, file, checkpoints, LayerDecoders.spans(compression), cache);
    return new LayerBytes() {
      @Override
      public int read(long position, ByteBuffer target) throws IOException {
        return reader.read(target, position);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  /** Makes index and checkpoints again, and verifies the blob. */
  private void derive(Digest diffId, LayerForm form) throws IOException {
    Path blob = layout.blob(form.blob());
    try (Staging staging = blobs.stage();
        InputStream in = OpenFile.input(blob)) {
      ReceivedBlob received =
          new LayerReceiver(staging.directory(), "again", executor, n -> {})
              .receiveAgain(in, new BlobExpectation(blob.toString(), Optional.empty(), -1), blob);
      if (!received.digest().equals(form.blob())) {
        throw new CorruptStoreException(blob, form.blob().toString(), received.digest().toString());
      }
      ReceivedBlob.LayerContent content = received.layer();
      if (!content.diffId().equals(diffId)) {
        throw new CorruptStoreException(blob, "layer " + diffId, "layer " + content.diffId());
      }
      AtomicFile.replace(content.sums(), layout.sums(diffId));
      if (content.checkpoints().isPresent()) {
        AtomicFile.replace(content.checkpoints().get(), layout.checkpoints(form.blob()));
      }
      // Last: whoever finds an index, and needs no more, would not make the others again.
      AtomicFile.replace(content.index(), layout.index(diffId));
    }
  }

  /**
   * Reads a layer once more, with all that is derived of it, into a staging directory.
   *
   * @param progress is told how many more packed bytes were read; may throw to end it
   * @return what the blob is now; it may be another than it is called
   * @throws IOException if it cannot be read
   */
  public ReceivedBlob readAgain(LayerForm form, Staging staging, LongConsumer progress)
      throws IOException {
    Path blob = layout.blob(form.blob());
    try (InputStream in = OpenFile.input(blob)) {
      return readAgain(in, blob, staging, progress);
    }
  }

  /**
   * Reads a layer that was unpacked instead of being kept once more, into a staging directory.
   *
   * @throws CorruptStoreException if its index is damaged
   * @throws IOException if its frame or a file cannot be read
   */
  public ReceivedBlob readFramedAgain(Digest diffId, Staging staging, LongConsumer progress)
      throws IOException {
    LayerIndex index = LayerIndex.open(layout.index(diffId));
    Path frame = layout.frame(diffId);
    try (InputStream in = LayerFrames.openTar(frame, index, unpacked.of(diffId))) {
      return readAgain(in, frame, staging, progress);
    }
  }

  private ReceivedBlob readAgain(InputStream in, Path file, Staging staging, LongConsumer progress)
      throws IOException {
    return new LayerReceiver(staging.makeDirectory(), "again", executor, progress)
        .receiveAgain(in, new BlobExpectation(file.toString(), Optional.empty(), -1), file);
  }

  /**
   * Looks whether the checksums of a layer are as they were written.
   *
   * @throws CorruptStoreException if they are not
   */
  public void verifySums(Digest diffId) throws IOException {
    LayerSums unused = LayerSums.open(layout.sums(diffId));
  }

  /**
   * Makes index and checkpoints of a layer again.
   *
   * @throws CorruptStoreException if its blob is damaged
   */
  public void deriveAgain(Digest diffId, LayerForm form) throws IOException {
    derive(diffId, form);
  }

  /**
   * Makes the plain blob of a layer again, of its plain copy or of another form.
   *
   * @return whether any of them was good
   */
  public boolean makePlainAgain(Digest diffId, List<LayerForm> others) throws IOException {
    if (Presence.exists(layout.plain(diffId))
        && isMadeOf(diffId, layout.plain(diffId), Compression.PLAIN)) {
      return true;
    }
    for (LayerForm form : others) {
      Path blob = layout.blob(form.blob());
      if (Presence.exists(blob) && isMadeOf(diffId, blob, form.compression())) {
        return true;
      }
    }
    return false;
  }

  private boolean isMadeOf(Digest diffId, Path source, Compression compression) throws IOException {
    try (InputStream in = LayerDecoders.open(compression, OpenFile.input(source))) {
      makePlain(diffId, source.toString(), in);
      return true;
    } catch (ZipException | EOFException | InvalidArchiveException e) {
      Loggers.of(LayerStore.class).log(Logger.Level.WARNING, "{0} is damaged, too: {1}", source, e);
      return false;
    }
  }

  /**
   * Makes the plain blob of a layer of which its frame is kept.
   *
   * @throws InvalidArchiveException if its frame, its index or its files are damaged
   */
  public void makePlainOfFrame(Digest diffId) throws IOException {
    try (InputStream in = openTar(diffId, List.of())) {
      makePlain(diffId, "layer " + diffId, in);
    }
  }

  private void makePlain(Digest diffId, String name, InputStream in) throws IOException {
    // The catalogue knows the blob, and nobody looks at it after a power failure.
    try (Staging staging = blobs.stageForced()) {
      ReceivedBlob plain = staging.receive(in, new BlobExpectation(name, Optional.of(diffId), -1));
      staging.force(List.of(plain));
      AtomicFile.replace(plain.file(), layout.blob(diffId));
      Fsync.FULL.directory(layout.blobs("sha256"));
    }
  }

  /**
   * Makes the plain copy of a layer again.
   *
   * @throws CorruptStoreException if its blob is damaged
   */
  public void copyAgain(Digest diffId, LayerForm form) throws IOException {
    Files.deleteIfExists(layout.plain(diffId));
    Path unused = plainCopy(diffId, form, -1);
  }

  /** Returns the unpacked copy of a layer, made and verified when it is first wanted. */
  private Path plainCopy(Digest diffId, LayerForm form, long size) throws IOException {
    Path copy = layout.plain(diffId);
    if (Presence.exists(copy) && Files.size(copy) == size) {
      return copy;
    }
    try (Staging staging = blobs.stage();
        InputStream in =
            LayerDecoders.open(form.compression(), OpenFile.input(layout.blob(form.blob())))) {
      Path file = staging.directory().resolve("plain");
      MessageDigest sha256 = Sha256.create();
      try (FileChannel out = OwnerOnly.createFile(file)) {
        byte[] buffer = new byte[ChunkPipe.CHUNK];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          sha256.update(buffer, 0, n);
          Fully.write(out, ByteBuffer.wrap(buffer, 0, n));
        }
        Fsync.FULL.file(out); // A copy that is there is trusted.
      }
      Digest actual = Digest.sha256(sha256);
      if (!actual.equals(diffId)) {
        throw new CorruptStoreException(
            layout.blob(form.blob()), "layer " + diffId, "layer " + actual);
      }
      AtomicFile.replace(file, copy);
      return copy;
    }
  }
}
