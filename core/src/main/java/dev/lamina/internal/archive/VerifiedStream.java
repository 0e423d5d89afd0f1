package dev.lamina.internal.archive;

import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A stream that fails at its end if its bytes are not those of a digest. */
final class VerifiedStream extends FilterInputStream {
  private final Digest expected;
  private final MessageDigest digest;
  private boolean verified;

  VerifiedStream(InputStream in, Digest expected) {
    super(in);
    this.expected = expected;
    this.digest = digest(expected);
  }

  private static MessageDigest digest(Digest expected) {
    try {
      return MessageDigest.getInstance(expected.algorithm().replace("sha", "SHA-"));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has the digests of OCI", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    if (count > 0) {
      digest.update(target, offset, count);
    } else if (count < 0 && !verified) {
      verify();
      verified = true;
    }
    return count;
  }

  private void verify() {
    Digest actual = new Digest(expected.algorithm(), HexFormat.of().formatHex(digest.digest()));
    if (!actual.equals(expected)) {
      throw new ImageStoreException(
          "could not verify layer data for: "
              + expected
              + ". This may be because internal files in the layer store were modified. "
              + "Re-pulling or rebuilding this image may resolve the issue");
    }
  }

  @Override
  public long skip(long count) {
    throw new UnsupportedOperationException("what is skipped is not verified");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
