package dev.lamina.internal.compress;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Packs a stream block by block on several threads, and writes them in order. The blocks are the
 * same whatever the number of threads, and so is the packed stream.
 */
final class BlockOutput extends OutputStream {
  private final OutputStream target;
  private final Executor executor;
  private final BlockFormat format;
  private final int mostBlocks;
  private final Deque<BlockRun> running = new ArrayDeque<>();
  private Block current;
  private boolean begun;
  private boolean failed;
  private boolean closed;

  /**
   * Creates a stream.
   *
   * @param threads how many blocks are packed at once
   */
  BlockOutput(OutputStream target, Executor executor, BlockFormat format, int threads) {
    this.target = target;
    this.executor = executor;
    this.format = format;
    this.mostBlocks = threads + 1;
    this.current = new Block(format);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed || failed) {
      throw new IOException("stream closed");
    }
    failed = true;
    int end = offset + length;
    for (int at = offset; at < end; ) {
      if (current.isFull()) {
        start(false);
        current = next(current);
      }
      int count = current.add(bytes, at, end - at);
      format.update(bytes, at, count);
      at += count;
    }
    failed = false;
  }

  /** Has the current block packed. */
  private void start(boolean last) {
    BlockRun run = new BlockRun(current, last);
    running.add(run);
    try {
      executor.execute(run);
    } catch (RejectedExecutionException e) {
      run.run();
    }
  }

  /** Returns the block to fill after another one. */
  private Block next(Block before) throws IOException {
    Block block = running.size() < mostBlocks ? new Block(format) : writeOldest();
    block.follow(before);
    return block;
  }

  private Block writeOldest() throws IOException {
    begin();
    running.element().writeTo(target);
    return running.remove().block();
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      target.write(format.header());
    }
  }

  /** Does nothing: where blocks end depends on nothing but the stream's length. */
  @Override
  public void flush() {}

  /** Ends the packed stream, unless writing has failed; the target stays open. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    BlockRun end = new BlockRun(current, true);
    try {
      if (!failed) {
        finish(end);
      }
    } finally {
      running.forEach(BlockRun::abandon);
      running.clear();
      end.abandon();
    }
  }

  private void finish(BlockRun end) throws IOException {
    // No thread is asked: this one has nothing else to do than to wait.
    while (!running.isEmpty()) {
      writeOldest().free();
    }
    begin();
    end.writeTo(target);
    target.write(format.trailer());
    target.flush();
  }
}
