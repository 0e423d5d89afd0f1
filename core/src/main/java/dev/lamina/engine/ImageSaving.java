package dev.lamina.engine;

import dev.lamina.Saving;
import dev.lamina.internal.archive.ImageArchiveWriter;
import dev.lamina.internal.archive.SavedImage;
import dev.lamina.internal.io.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * In what form images are to be saved.
 *
 * @param images what to save
 * @param archive writes it into one archive
 */
record ImageSaving(SavedImages images, Archive archive) implements Saving {
  /** Writes an archive of images. */
  @FunctionalInterface
  interface Archive {
    void write(List<SavedImage> images, OutputStream out) throws IOException;
  }

  @Override
  public Saving legacyLayout() {
    return new ImageSaving(images, ImageArchiveWriter::writeDocker);
  }

  @Override
  public Saving ociArchive() {
    return new ImageSaving(images, ImageArchiveWriter::writeOciLayout);
  }

  @Override
  public OciLayout ociLayout() {
    return directory ->
        images.save(
            directory.toString(), saved -> ImageArchiveWriter.writeOciLayout(saved, directory));
  }

  @Override
  public void to(Path file) {
    images.save(
        file.toString(),
        saved -> AtomicFile.export(file, images.executor(), out -> archive.write(saved, out)));
  }

  @Override
  public void to(OutputStream out) {
    images.save("the stream", saved -> archive.write(saved, out));
  }
}
