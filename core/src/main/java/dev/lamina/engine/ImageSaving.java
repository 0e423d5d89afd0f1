package dev.lamina.engine;

import dev.lamina.Saving;
import dev.lamina.internal.archive.ImageArchiveWriter;
import dev.lamina.internal.archive.SavedImage;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.io.Fsync;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** In what form images are to be saved. */
record ImageSaving(SavedImages images, Dialect dialect) implements Saving {
  /** Writes an archive's images. */
  private interface Writer {
    void write(List<SavedImage> images, OutputStream out) throws IOException;
  }

  /** The kinds of archive. */
  enum Dialect {
    DOCKER(ImageArchiveWriter::writeDockerLayout),
    LEGACY(ImageArchiveWriter::writeDocker),
    OCI(ImageArchiveWriter::writeOciLayout);

    private final Writer writer;

    Dialect(Writer writer) {
      this.writer = writer;
    }
  }

  @Override
  public Saving legacyLayout() {
    return new ImageSaving(images, Dialect.LEGACY);
  }

  @Override
  public Saving ociArchive() {
    return new ImageSaving(images, Dialect.OCI);
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
        saved -> AtomicFile.write(file, Fsync.FULL, out -> dialect.writer.write(saved, out)));
  }

  @Override
  public void to(OutputStream out) {
    images.save("the stream", saved -> dialect.writer.write(saved, out));
  }
}
