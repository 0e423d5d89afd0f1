package dev.lamina.internal.blob;

import dev.lamina.ImageStoreException;
import dev.lamina.internal.layer.LayerBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A layer's bytes, opened when they are first read: most layers of a mounted image never are. */
final class LazyLayerBytes implements LayerBytes {
  /** Opens the bytes. */
  interface Opener {
    LayerBytes open() throws IOException;
  }

  private final boolean isSequential;
  private final Opener opener;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable LayerBytes bytes;
  private volatile boolean closed;

  LazyLayerBytes(boolean isSequential, Opener opener) {
    this.isSequential = isSequential;
    this.opener = opener;
  }

  @Override
  public boolean isSequential() {
    return isSequential;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    try {
      return bytes().read(position, target);
    } catch (ImageStoreException e) {
      throw unreadable(e);
    }
  }

  @Override
  public void transferTo(long position, long count, FileChannel target) throws IOException {
    try {
      bytes().transferTo(position, count, target);
    } catch (ImageStoreException e) {
      throw unreadable(e);
    }
  }

  /** Who reads a file expects no other exception. */
  private static IOException unreadable(ImageStoreException failure) {
    return new IOException(failure.getMessage(), failure);
  }

  private LayerBytes bytes() throws IOException {
    LayerBytes opened = bytes;
    return opened == null ? open() : opened;
  }

  private LayerBytes open() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      LayerBytes opened = bytes;
      if (opened == null) {
        opened = opener.open();
        bytes = opened;
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      LayerBytes opened = bytes;
      if (opened != null) {
        opened.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
