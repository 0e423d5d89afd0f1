package dev.lamina.internal.compress;

import java.io.OutputStream;
import java.util.concurrent.Executor;

/** Packs new layers: the same bytes for the same content, however many threads there are. */
public final class Compressors {
  /** More would need more memory than they save time. */
  private static final int MOST_THREADS = 16;

  private Compressors() {}

  /**
   * Opens a stream that packs what is written to it. Closing it ends the packed stream and frees
   * what it has; the target stays open. After a failure of writing, closing only frees.
   *
   * @param target gets the packed bytes, from the threads that write to the stream or close it
   * @param executor packs several blocks at a time; tasks that it refuses, or does not begin, are
   *     done by the thread that writes
   */
  public static OutputStream open(
      dev.lamina.Compression compression, OutputStream target, Executor executor) {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    return open(compression, target, executor, threads);
  }

  static OutputStream open(
      dev.lamina.Compression compression, OutputStream target, Executor executor, int threads) {
    return switch (compression) {
      case NONE -> new PlainOutput(target);
      case GZIP -> new BlockOutput(target, executor, new GzipFormat(), threads);
      case ZSTD -> new BlockOutput(target, executor, new ZstdFormat(), threads);
    };
  }
}
