package dev.lamina.internal.archive;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.Platform;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.compress.Compression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/**
 * Opens image archives of every dialect: a {@code docker save} archive or an OCI layout, the latter
 * as a directory or a tar; a tar may be compressed as a whole.
 */
public final class ImageArchives {
  private static final int HEAD = 512;

  private final Staging staging;
  private final Executor executor;
  private final LongConsumer progress;
  private final Limits limits;

  /**
   * Makes an opener for one load.
   *
   * @param staging where an archive that comes by only once is received
   * @param executor what helps to receive
   * @param progress is told how many more bytes of layers came by
   * @param limits what is refused of archives
   */
  public ImageArchives(Staging staging, Executor executor, LongConsumer progress, Limits limits) {
    this.staging = staging;
    this.executor = executor;
    this.progress = progress;
    this.limits = limits;
  }

  /**
   * Opens an archive or layout, reads its documents and hands its images over.
   *
   * @param platforms which platforms to choose from an index, the best first
   */
  public OpenArchive open(Path archive, List<Platform> platforms) throws IOException {
    if (Files.isDirectory(archive)) {
      return read(new DirectoryFiles(archive), Optional.of(repositoryName(archive)), platforms);
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(archive)) {
      head = in.readNBytes(HEAD);
    } catch (NoSuchFileException e) {
      throw new InvalidArchiveException("open " + archive + ": no such file or directory", e);
    }
    Optional<String> name = Optional.of(repositoryName(archive));
    if (Compression.sniff(head, head.length) == Compression.PLAIN) {
      return read(TarFiles.open(archive, limits), name, platforms);
    }
    try (InputStream in = Files.newInputStream(archive)) {
      return receive(in, name, platforms);
    }
  }

  /** Receives an archive as it comes, and hands its images over. */
  public OpenArchive receive(InputStream archive, List<Platform> platforms) throws IOException {
    return receive(archive, Optional.empty(), platforms);
  }

  private OpenArchive receive(InputStream archive, Optional<String> name, List<Platform> platforms)
      throws IOException {
    PushbackInputStream in = new PushbackInputStream(archive, HEAD);
    byte[] head = in.readNBytes(HEAD);
    in.unread(head);
    InputStream tar =
        new BufferedInputStream(
            Decompression.open(Compression.sniff(head, head.length), in, limits), 1 << 16);
    ArchiveFiles files = StreamFiles.receive(tar, staging, executor, progress, limits);
    // A program that writes into a pipe fails when nobody reads its padding.
    tar.transferTo(OutputStream.nullOutputStream());
    in.transferTo(OutputStream.nullOutputStream());
    return read(files, name, platforms);
  }

  private OpenArchive read(ArchiveFiles files, Optional<String> name, List<Platform> platforms)
      throws IOException {
    try {
      return new OpenArchive(files, images(files, name, platforms));
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private List<ArchivedImage> images(
      ArchiveFiles files, Optional<String> name, List<Platform> platforms) throws IOException {
    Documents documents = new Documents(files, limits);
    if (files.has(DockerArchiveReader.MANIFEST)) {
      return new DockerArchiveReader(documents).read();
    }
    if (files.has(OciLayoutReader.LAYOUT) || files.has(OciLayoutReader.INDEX)) {
      return new OciLayoutReader(documents, name, platforms).read();
    }
    if (files.has(LegacyArchiveReader.REPOSITORIES)) {
      return new LegacyArchiveReader(documents).read();
    }
    throw new InvalidArchiveException("invalid archive: does not contain a manifest.json");
  }

  /** Returns the name of a file or directory without what tells its format. */
  private static String repositoryName(Path archive) {
    Path file = archive.toAbsolutePath().normalize().getFileName();
    return file == null
        ? ""
        : file.toString().replaceFirst("(?i)(\\.oci)?(\\.tar)?(\\.(gz|zst|bz2|xz)|\\.tgz)?$", "");
  }
}
