package dev.lamina.internal.archive;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.spi.ByteNames;
import java.io.IOException;

/** Reads the documents of one archive, each of which is small, as they all are together. */
final class Documents {
  private final ArchiveFiles files;
  private final Limits limits;
  private long left;

  Documents(ArchiveFiles files, Limits limits) {
    this.files = files;
    this.limits = limits;
    this.left = limits.documentBytes();
  }

  /**
   * Reads what is no configuration.
   *
   * @throws InvalidArchiveException if there is none, or it is too large
   */
  byte[] manifest(String path) throws IOException {
    return manifest(files.blob(path));
  }

  /** Reads what is no configuration. */
  byte[] manifest(BlobSource source) throws IOException {
    return read(source, limits.manifestBytes(), "manifestBytes");
  }

  /**
   * Reads a configuration.
   *
   * @throws InvalidArchiveException if there is none, or it is too large
   */
  byte[] config(String path) throws IOException {
    return config(files.blob(path));
  }

  /** Reads a configuration. */
  byte[] config(BlobSource source) throws IOException {
    return read(source, limits.configBytes(), "configBytes");
  }

  private byte[] read(BlobSource source, int most, String limit) throws IOException {
    if (source.size() > most) {
      throw new InvalidArchiveException(
          "%s has %s bytes, which is over the limit of %s; raise it with Limits.%s"
              .formatted(ByteNames.escape(source.name()), source.size(), most, limit));
    }
    left -= source.size();
    if (left < 0) {
      throw new InvalidArchiveException(
          "%s is beyond the limit of %s bytes for all documents of an archive; %s"
              .formatted(
                  ByteNames.escape(source.name()),
                  limits.documentBytes(),
                  "raise it with Limits.documentBytes"));
    }
    return source.bytes(most);
  }

  /**
   * Refuses an image of more layers than one may have.
   *
   * @param name what the image is called in messages
   */
  void requireLayers(int count, String name) {
    if (count > limits.layersPerImage()) {
      throw new InvalidArchiveException(
          "%s has %s layers, which is over the limit of %s; raise it with Limits.layersPerImage"
              .formatted(ByteNames.escape(name), count, limits.layersPerImage()));
    }
  }

  Limits limits() {
    return limits;
  }

  ArchiveFiles files() {
    return files;
  }
}
