package dev.lamina.internal.blob;

import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.OperationCancelledException;
import dev.lamina.internal.compress.CheckpointWriter;
import dev.lamina.internal.compress.Compression;
import dev.lamina.internal.compress.RatioGuard;
import dev.lamina.internal.io.ForcedAhead;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.internal.layer.LayerFacts;
import dev.lamina.internal.layer.LayerIndexWriter;
import dev.lamina.internal.tar.LayerTarReader;
import dev.lamina.internal.tar.TarMember;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.LayerEntry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Receives one layer blob in one pass: stages it, and computes its digest, its DiffID, its index
 * and its checkpoints on the way.
 *
 * <p>Three threads share the work, joined by bounded pipes: this one reads, hashes and writes the
 * packed bytes; one decodes; one hashes the tar and reads its members. Memory does not depend on
 * the layer's size.
 */
final class LayerReceiver {
  private final Path directory;
  private final String name;
  private final Executor executor;
  private final LongConsumer progress;
  private final boolean keepsTar;
  private final Limits limits;
  private final Fsync ahead;

  /**
   * Makes a receiver for one blob, which may be of any size: it is the store's own.
   *
   * @param directory where to stage what is received
   * @param name the beginning of the staged files' names
   * @param executor what runs the other two threads
   * @param progress is told how many more bytes were read; may throw to end the reception
   */
  LayerReceiver(Path directory, String name, Executor executor, LongConsumer progress) {
    this(directory, name, executor, progress, false, Limits.none(), Fsync.FAST);
  }

  private LayerReceiver(
      Path directory,
      String name,
      Executor executor,
      LongConsumer progress,
      boolean keepsTar,
      Limits limits,
      Fsync ahead) {
    this.directory = directory;
    this.name = name;
    this.executor = executor;
    this.progress = progress;
    this.keepsTar = keepsTar;
    this.limits = limits;
    this.ahead = ahead;
  }

  /** Returns a receiver that stages the unpacked tar, too, for who reads all of it. */
  LayerReceiver keepingTar() {
    return new LayerReceiver(directory, name, executor, progress, true, limits, ahead);
  }

  /** Returns a receiver that refuses what is beyond limits. */
  LayerReceiver within(Limits other) {
    return new LayerReceiver(directory, name, executor, progress, keepsTar, other, ahead);
  }

  /** Returns a receiver of blobs that are forced in the end, if they are, and begins with it. */
  LayerReceiver forcingAhead(Fsync fsync) {
    return new LayerReceiver(directory, name, executor, progress, keepsTar, limits, fsync);
  }

  /** What the tar's reader found. */
  private record TarContent(long size, LayerFacts facts, LayerSums sums) {}

  /**
   * Reads the stream to its end. What is wrong with the blob as such is thrown; what is wrong with
   * it as a layer is kept in the answer.
   */
  ReceivedBlob receive(InputStream in, BlobExpectation expected) throws IOException {
    Path file = directory.resolve(name);
    try (FileChannel out = OwnerOnly.createFile(file);
        ForcedAhead forced = ahead.ahead(out, executor)) {
      return receive(
          in,
          expected,
          file,
          bytes -> {
            int count = out.write(bytes);
            forced.wrote(count);
            return count;
          });
    }
  }

  /** Reads a blob that is in the store already, to make its index and checkpoints again. */
  ReceivedBlob receiveAgain(InputStream in, BlobExpectation expected, Path file)
      throws IOException {
    return receive(in, expected, file, LayerReceiver::discard);
  }

  private static int discard(ByteBuffer bytes) {
    int length = bytes.remaining();
    bytes.position(bytes.limit());
    return length;
  }

  /** Where the packed bytes go. */
  private interface Output {
    int write(ByteBuffer bytes) throws IOException;
  }

  private ReceivedBlob receive(InputStream in, BlobExpectation expected, Path file, Output out)
      throws IOException {
    ChunkPipe packed = new ChunkPipe();
    ChunkPipe tar = new ChunkPipe();
    MessageDigest sha256 = Sha256.create();
    MessageDigest tarSha256 = Sha256.create();
    Path index = directory.resolve(name + ".index");
    Optional<Path> kept =
        keepsTar ? Optional.of(directory.resolve(name + ".tar")) : Optional.empty();
    Path sums = directory.resolve(name + ".sums");
    Path checkpoints = directory.resolve(name + ".checkpoints");

    ChunkPipe.Buffer head = packed.buffer();
    int headLength = in.readNBytes(head.bytes, 0, ChunkPipe.CHUNK);
    Compression compression = Compression.sniff(head.bytes, headLength);
    boolean plain = compression == Compression.PLAIN;

    FutureTask<Boolean> decoding =
        new FutureTask<>(() -> decode(compression, packed, tar, checkpoints));
    FutureTask<TarContent> reading =
        new FutureTask<>(
            () ->
                plain
                    ? readTar(packed, index, ChunkPipe.ChunkObserver.NONE)
                    : readTar(tar, index, tarSha256, kept));
    List<FutureTask<?>> tasks = plain ? List.of(reading) : List.of(decoding, reading);
    tasks.forEach(executor::execute);

    long size;
    try {
      size = copy(in, head, headLength, out, packed, sha256);
    } catch (IOException | RuntimeException | Error e) {
      packed.fail(new IOException("the source failed", e));
      tar.abandon();
      tasks.forEach(LayerReceiver::awaitQuietly);
      throw e;
    }

    RuntimeException failure = null;
    Optional<ReceivedBlob.LayerContent> content = Optional.empty();
    Digest digest = Digest.sha256(sha256);
    try {
      boolean seekable = plain || join(decoding, reading);
      TarContent found = join(reading, reading);
      OwnerOnly.restrictFile(index);
      found.sums().write(sums);
      if (!plain && seekable) {
        OwnerOnly.restrictFile(checkpoints);
      }
      content =
          Optional.of(
              new ReceivedBlob.LayerContent(
                  plain ? digest : Digest.sha256(tarSha256),
                  found.size(),
                  compression,
                  found.facts(),
                  index,
                  sums,
                  plain || !seekable ? Optional.empty() : Optional.of(checkpoints),
                  plain ? Optional.empty() : kept));
    } catch (InvalidArchiveException e) {
      failure = inBlob(expected, e);
    } finally {
      // Nothing may write into the staging directory any more.
      tasks.forEach(LayerReceiver::awaitQuietly);
    }
    expected.check(digest, size);
    return new ReceivedBlob(digest, size, file, Optional.empty(), content, failure);
  }

  /** Writes and hashes all there is; goes on when nobody decodes any more. */
  private long copy(
      InputStream in,
      ChunkPipe.Buffer head,
      int headLength,
      Output out,
      ChunkPipe packed,
      MessageDigest sha256)
      throws IOException {
    long size = 0;
    boolean piped = true;
    ChunkPipe.Buffer buffer = head;
    int length = headLength;
    while (length > 0) {
      sha256.update(buffer.bytes, 0, length);
      ByteBuffer bytes = ByteBuffer.wrap(buffer.bytes, 0, length);
      while (bytes.hasRemaining()) {
        size += out.write(bytes);
      }
      progress.accept(length);
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      if (piped) {
        try {
          packed.put(buffer, length);
          buffer = packed.buffer();
        } catch (ChunkPipe.ReaderGoneException e) {
          piped = false; // The reader knows why; the digest is still wanted.
          buffer = new ChunkPipe.Buffer();
        }
      }
      length = in.readNBytes(buffer.bytes, 0, ChunkPipe.CHUNK);
    }
    packed.end();
    return size;
  }

  /** Decodes; answers whether the checkpoints let the blob be read at any place. */
  private boolean decode(Compression compression, ChunkPipe packed, ChunkPipe tar, Path checkpoints)
      throws IOException {
    InputStream source = packed.reader(ChunkPipe.ChunkObserver.NONE);
    try (CheckpointWriter writer = LayerDecoders.checkpoints(compression, checkpoints)) {
      CheckpointSpacing spacing = new CheckpointSpacing(writer);
      InputStream unpacked =
          LayerDecoders.open(compression, source, spacing, limits.zstdWindowBytes());
      long size = pump(new RatioGuard(unpacked, packed::taken, limits), tar);
      tar.end();
      if (!LayerDecoders.isSeekable(compression, spacing.longest(size))) {
        return false;
      }
      writer.finish(size, packed.taken());
      return true;
    } catch (IOException | RuntimeException | Error e) {
      tar.fail(e instanceof IOException io ? io : new IOException(e));
      throw e;
    } finally {
      packed.abandon();
    }
  }

  private static long pump(InputStream in, ChunkPipe out) throws IOException {
    long size = 0;
    while (true) {
      ChunkPipe.Buffer buffer = out.buffer();
      int length = in.readNBytes(buffer.bytes, 0, ChunkPipe.CHUNK);
      if (length == 0) {
        return size;
      }
      out.put(buffer, length);
      size += length;
    }
  }

  /** Reads a decoded tar, which is hashed, and staged if it is wanted. */
  private TarContent readTar(ChunkPipe tar, Path index, MessageDigest sha256, Optional<Path> kept)
      throws IOException {
    try (OutputStream copy =
        kept.isPresent()
            ? Channels.newOutputStream(OwnerOnly.createFile(kept.get()))
            : OutputStream.nullOutputStream()) {
      return readTar(
          tar,
          index,
          (bytes, length) -> {
            sha256.update(bytes, 0, length);
            copy.write(bytes, 0, length);
          });
    } finally {
      tar.abandon();
    }
  }

  private TarContent readTar(ChunkPipe tar, Path index, ChunkPipe.ChunkObserver observer)
      throws IOException {
    long[] size = new long[1];
    LayerSums.Builder sums = new LayerSums.Builder();
    InputStream in =
        tar.reader(
            (bytes, length) -> {
              size[0] += length;
              requireWithin(size[0]);
              sums.add(bytes, length);
              observer.chunk(bytes, length);
            });
    try (LayerIndexWriter writer = new LayerIndexWriter(directory)) {
      LayerTarReader reader = new LayerTarReader(in, limits);
      long files = 0;
      for (TarMember member = reader.next(); member != null; member = reader.next()) {
        files = add(member, writer, files);
      }
      while (in.skip(Long.MAX_VALUE) > 0) {
        // What follows the end marker is no member, but it is part of the DiffID.
      }
      return new TarContent(size[0], writer.finish(index, size[0], false), sums.build());
    } finally {
      tar.abandon();
    }
  }

  // Not in the loop, so that it is compiled soon.
  private long add(TarMember member, LayerIndexWriter writer, long files) throws IOException {
    long sum = files;
    if (member.entry() instanceof LayerEntry.File file) {
      sum = Math.min(sum, Long.MAX_VALUE - file.size()) + file.size();
      requireWithin(sum); // Holes are not in the tar.
    }
    writer.add(member);
    return sum;
  }

  private void requireWithin(long unpacked) {
    if (unpacked > limits.unpackedLayerBytes()) {
      throw new InvalidArchiveException(
          "unpacks to more than the limit of %d bytes; raise it with Limits.unpackedLayerBytes"
              .formatted(limits.unpackedLayerBytes()));
    }
  }

  /** Waits until a task has ended, however. */
  static void awaitQuietly(FutureTask<?> task) {
    boolean interrupted = false;
    while (true) {
      try {
        Object unused = task.get();
        break;
      } catch (ExecutionException e) {
        break; // The first failure is the one to report.
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a task; the failure of the one that follows it in the pipe comes first. */
  private static <T> T join(FutureTask<T> task, FutureTask<?> following) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      awaitQuietly(following);
      Thread.currentThread().interrupt();
      throw new OperationCancelledException("interrupted while a layer was received");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ChunkPipe.ReaderGoneException && task != following) {
        Object unused = join(following, following);
      }
      throw failure(e.getCause());
    }
  }

  /** Throws what a task has thrown. */
  static IOException failure(@Nullable Throwable cause) throws IOException {
    if (cause instanceof ZipException || cause instanceof EOFException) {
      throw new InvalidArchiveException(String.valueOf(cause.getMessage()), cause);
    }
    if (cause instanceof IOException e) {
      throw e;
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    throw new ImageStoreException("a layer could not be received: " + cause, cause);
  }

  private static InvalidArchiveException inBlob(
      BlobExpectation expected, InvalidArchiveException cause) {
    return new InvalidArchiveException(
        "layer %s: %s".formatted(ByteNames.escape(expected.name()), cause.getMessage()), cause);
  }
}
