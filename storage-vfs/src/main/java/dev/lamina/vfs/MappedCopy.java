package dev.lamina.vfs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a file copied into memory outside the heap, in place of a mapping. */
final class MappedCopy {
  private MappedCopy() {}

  static MappedByteBuffer of(FileChannel file, long from, int length, boolean writable)
      throws IOException {
    ByteBuffer copy = ByteBuffer.allocateDirect(length);
    while (copy.hasRemaining()) {
      if (file.read(copy, from + copy.position()) < 0) {
        throw new EOFException("the file ends before byte " + (from + length));
      }
    }
    copy.flip();
    // Every direct buffer of the JDK's is of this class; on another JVM there is no way to make
    // one.
    if ((writable ? copy : copy.asReadOnlyBuffer()) instanceof MappedByteBuffer mapped) {
      return mapped;
    }
    throw new UnsupportedOperationException("this JVM's direct buffers are not mapped buffers");
  }
}
