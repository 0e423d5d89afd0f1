package dev.lamina.internal.archive;

import dev.lamina.ImageStoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes image archives of every dialect: the same images give the same bytes. Layers are read
 * once, one after the other, and verified; memory does not depend on their sizes.
 *
 * <p>Each method throws {@link ImageStoreException} if an image has no layers, or if a layer is not
 * what its digest says, and {@link IOException} if a blob cannot be read, is not of its size, or
 * cannot be written. What was written until then is to be thrown away. Streams are the caller's to
 * close.
 */
public final class ImageArchiveWriter {
  private ImageArchiveWriter() {}

  /** Writes what {@code docker save} wrote from 1.10 to 24, which every tool reads. */
  public static void writeDocker(List<SavedImage> images, OutputStream out) throws IOException {
    DockerArchiveWriter.members(checked(images)).writeTo(new TarSink(out));
  }

  /** Writes what {@code docker save} writes from 25 on: an OCI layout that old tools read too. */
  public static void writeDockerLayout(List<SavedImage> images, OutputStream out)
      throws IOException {
    OciLayoutWriter.dockerMembers(checked(images)).writeTo(new TarSink(out));
  }

  /** Writes an OCI image layout as a tar. */
  public static void writeOciLayout(List<SavedImage> images, OutputStream out) throws IOException {
    OciLayoutWriter.members(checked(images)).writeTo(new TarSink(out));
  }

  /**
   * Writes an OCI image layout into a directory, which is made if it is missing. When it fails,
   * nothing is there that was not before.
   *
   * @throws DirectoryNotEmptyException if something is in the directory
   */
  public static void writeOciLayout(List<SavedImage> images, Path directory) throws IOException {
    DirectorySink.write(directory, OciLayoutWriter.members(checked(images))::writeTo);
  }

  private static List<SavedImage> checked(List<SavedImage> images) {
    if (images.stream().map(SavedImage::id).distinct().count() < images.size()) {
      throw new IllegalArgumentException("an image is to be written twice");
    }
    if (images.stream().anyMatch(image -> image.layers().isEmpty())) {
      throw new ImageStoreException("empty export - not implemented");
    }
    return images;
  }
}
