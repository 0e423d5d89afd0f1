package dev.lamina.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Lists the digests of regular files, in the form of {@code sha256sum}. */
final class Sha256Listing implements TreeListing {
  private final OutputStream out;
  private final MessageDigest digest;
  private final byte[] buffer = new byte[1 << 16];

  Sha256Listing(OutputStream out) {
    this.out = out;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void add(TreeEntry entry) throws IOException {
    if (entry.type() != 'f') {
      return;
    }
    // A backslash before the digest says that the name is not as it stands there.
    boolean isEscaped = false;
    for (byte b : entry.name()) {
      isEscaped |= escape(b) != null;
    }
    new Line()
        .add(isEscaped ? "\\" : "")
        .add(digest(entry))
        .add("  ./")
        .addName(entry.name(), Sha256Listing::escape)
        .writeTo(out);
  }

  private String digest(TreeEntry entry) throws IOException {
    digest.reset();
    try (InputStream in = entry.open()) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        digest.update(buffer, 0, length);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static @Nullable String escape(int b) {
    return switch (b) {
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> null;
    };
  }
}
