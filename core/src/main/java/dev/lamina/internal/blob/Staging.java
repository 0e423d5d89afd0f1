package dev.lamina.internal.blob;

import dev.lamina.Digest;
import dev.lamina.Limits;
import dev.lamina.MountInUseException;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.Fully;
import dev.lamina.internal.io.Loggers;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * Where one operation keeps what is not complete yet. Closing it takes away what was not published.
 * The directory is locked while its operation lives, so that another process can tell and collect
 * what a killed one left.
 */
public final class Staging implements AutoCloseable {
  private final StoreLayout layout;
  private final Fsync fsync;
  private final LiveDirectory directory;
  private final Limits limits;
  private final AtomicInteger names = new AtomicInteger();

  private Staging(StoreLayout layout, Fsync fsync, LiveDirectory directory, Limits limits) {
    this.layout = layout;
    this.fsync = fsync;
    this.directory = directory;
    this.limits = limits;
  }

  /** Makes a directory for an operation. */
  static Staging open(StoreLayout layout, Fsync fsync, Limits limits) throws IOException {
    return new Staging(layout, fsync, LiveDirectory.open(layout.staging()), limits);
  }

  /** Removes the directories whose operations have died. */
  static void sweep(StoreLayout layout, Heir heir) throws IOException {
    for (Path directory : LiveDirectory.list(layout.staging())) {
      try {
        boolean unused = LiveDirectory.livesOrIsRemoved(directory, heir);
      } catch (FileSystemException | MountInUseException e) {
        Loggers.of(Staging.class)
            .log(Level.DEBUG, "what a killed operation left stays: " + directory, e);
      }
    }
  }

  /** Receives a layer blob. */
  public ReceivedBlob receiveLayer(
      InputStream in, BlobExpectation expected, Executor executor, LongConsumer progress)
      throws IOException {
    return receiver(executor, progress).within(limits).forcingAhead(fsync).receive(in, expected);
  }

  /** Receives a layer blob, and its tar with it, for who unpacks all of it right away. */
  public ReceivedBlob receiveLayerAndTar(
      InputStream in, BlobExpectation expected, Executor executor, LongConsumer progress)
      throws IOException {
    return receiver(executor, progress).within(limits).keepingTar().receive(in, expected);
  }

  /** Receives a layer blob while this thread writes it. */
  public ReceivedBlob receiveLayer(LayerWriter writer, Executor executor) throws IOException {
    return new LayerPipe(receiver(executor, read -> {})).receive(writer, executor);
  }

  private LayerReceiver receiver(Executor executor, LongConsumer progress) {
    return new LayerReceiver(directory(), nextName(), executor, progress);
  }

  /** Receives a blob that is no layer, or of which it does not matter. */
  public ReceivedBlob receive(InputStream in, BlobExpectation expected) throws IOException {
    Path file = directory().resolve(nextName());
    MessageDigest sha256 = Sha256.create();
    long size = 0;
    try (FileChannel out = OwnerOnly.createFile(file)) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
        size += n;
        Fully.write(out, ByteBuffer.wrap(buffer, 0, n));
      }
    }
    Digest digest = Digest.sha256(sha256);
    expected.check(digest, size);
    return new ReceivedBlob(digest, size, file, Optional.empty(), Optional.empty(), null);
  }

  /**
   * Keeps a layer as its frame, since it is unpacked and its files are kept: its blob is taken
   * away.
   */
  public ReceivedBlob keepFrame(ReceivedBlob blob) throws IOException {
    ReceivedBlob.LayerContent layer = blob.layer();
    Path frame = directory().resolve(nextName());
    try (InputStream tar = openTar(blob)) {
      LayerFrames.write(layer.index(), tar, frame);
    }
    Files.delete(blob.file());
    return blob.framed(frame);
  }

  private static InputStream openTar(ReceivedBlob blob) throws IOException {
    Optional<Path> tar = blob.layer().tar();
    return tar.isPresent()
        ? OpenFile.input(tar.get())
        : LayerDecoders.open(blob.layer().compression(), OpenFile.input(blob.file()));
  }

  /** Makes an empty directory, for what is neither received nor published. */
  public Path makeDirectory() throws IOException {
    Path made = directory().resolve(nextName());
    OwnerOnly.createNewDirectory(made);
    return made;
  }

  /** Gives a directory that was made here another name, which it has not had before. */
  public Path rename(Path made) throws IOException {
    return Files.move(made, directory().resolve(nextName()), StandardCopyOption.ATOMIC_MOVE);
  }

  private String nextName() {
    return "b" + names.incrementAndGet();
  }

  /**
   * Makes blobs durable where they are staged: before they are published, and without the store's
   * lock, since it may take long. Indexes and checkpoints need not be, as they are checked when
   * opened and can be made again.
   */
  public void force(Collection<ReceivedBlob> blobs) throws IOException {
    for (ReceivedBlob blob : blobs) {
      Optional<Path> frame = blob.frame();
      if (frame.isPresent()) {
        force(frame.get());
        force(blob.layer().index()); // Without the blob it cannot be made again.
      } else {
        force(blob.file());
      }
    }
  }

  private void force(Path staged) throws IOException {
    try (FileChannel file = OpenFile.channel(staged, StandardOpenOption.WRITE)) {
      fsync.file(file);
    }
  }

  /**
   * Makes blobs visible under their digests. The store's lock is held from here until the catalogue
   * names them, so that nobody takes them for garbage in between.
   */
  public void publish(Collection<ReceivedBlob> blobs) throws IOException {
    // One blob may stand for two layers of one image. Whether it is there still is not asked: an
    // error would pass for a no, and the blob be missing.
    Map<Path, Path> names = new LinkedHashMap<>();
    blobs.forEach(blob -> addNames(blob, names));
    for (Map.Entry<Path, Path> name : names.entrySet()) {
      AtomicFile.replace(name.getKey(), name.getValue());
    }
    fsync.directory(layout.blobs("sha256"));
    if (blobs.stream().anyMatch(blob -> blob.frame().isPresent())) {
      fsync.directory(layout.layers()); // What is there can be made again otherwise.
    }
  }

  private void addNames(ReceivedBlob blob, Map<Path, Path> names) {
    blob.content()
        .ifPresent(
            layer -> {
              // The same index that goes with a frame cannot be made again: it stays as it is.
              if (blob.frame().isPresent() || Files.notExists(layout.frame(layer.diffId()))) {
                names.put(layer.index(), layout.index(layer.diffId()));
              }
              if (blob.frame().isPresent()) {
                names.put(blob.frame().get(), layout.frame(layer.diffId()));
              } else {
                names.put(layer.sums(), layout.sums(layer.diffId()));
                layer
                    .checkpoints()
                    .ifPresent(staged -> names.put(staged, layout.checkpoints(blob.digest())));
              }
            });
    if (blob.frame().isEmpty()) {
      names.put(blob.file(), layout.blob(blob.digest()));
    }
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }

  /** Returns the directory, for what derived files need while they are made. */
  Path directory() {
    return directory.path();
  }
}
