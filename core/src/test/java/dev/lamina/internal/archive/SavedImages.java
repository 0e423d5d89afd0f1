package dev.lamina.internal.archive;

import dev.lamina.Digest;
import dev.lamina.Limits;
import dev.lamina.Platform;
import dev.lamina.contract.TestImage;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Images of tests as they are given to writers, and what readers make of what those wrote. */
final class SavedImages {
  private SavedImages() {}

  static SavedImage of(TestImage image) {
    return new SavedImage(
        ConfigDocument.parse(image.config(), "test image"),
        image.tags(),
        image.layers().stream().map(tar -> SavedBlob.of(MediaTypes.OCI_LAYER, tar)).toList(),
        image.parent().map(parent -> parent.id().digest()),
        Optional.empty());
  }

  static List<SavedImage> all(TestImage... images) {
    return List.of(images).stream().map(SavedImages::of).toList();
  }

  static SavedImage withForm(TestImage image, SavedForm form) {
    SavedImage plain = of(image);
    return new SavedImage(
        plain.config(), plain.tags(), plain.layers(), plain.parent(), Optional.of(form));
  }

  /** Returns an image that was read, to be written under its tags. */
  static SavedImage of(ArchivedImage image) throws IOException {
    List<SavedBlob> layers = new ArrayList<>();
    for (ArchivedLayer layer : image.layers()) {
      layers.add(SavedBlob.of(MediaTypes.OCI_LAYER, bytes(layer)));
    }
    return new SavedImage(image.config(), image.tags(), layers, image.parent(), Optional.empty());
  }

  static byte[] bytes(ArchivedLayer layer) throws IOException {
    try (InputStream in = layer.source().opener().open()) {
      return in.readAllBytes();
    }
  }

  /** Returns what each image is, in one line, with the digests of the layers as they are stored. */
  static List<String> describe(List<ArchivedImage> images) throws IOException {
    List<String> all = new ArrayList<>();
    for (ArchivedImage image : images) {
      List<Digest> layers = new ArrayList<>();
      for (ArchivedLayer layer : image.layers()) {
        layers.add(TestImage.sha256(bytes(layer)));
      }
      all.add(image.id() + " " + image.tags() + " " + layers + " " + image.parent());
    }
    return all;
  }

  /** Reads an archive at random, or a directory. */
  static List<String> read(Path archive, Path scratch) throws IOException {
    return read(scratch, archives -> archives.open(archive, List.of(Platform.host())));
  }

  /** Reads an archive as it comes by: its layers are received on the way. */
  static List<String> receive(byte[] archive, Path scratch) throws IOException {
    return read(
        scratch,
        archives -> archives.receive(new ByteArrayInputStream(archive), List.of(Platform.host())));
  }

  /** A way to open an archive. */
  private interface Opening {
    OpenArchive open(ImageArchives archives) throws IOException;
  }

  private static List<String> read(Path scratch, Opening opening) throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Staging staging = staging(scratch);
        OpenArchive open =
            opening.open(new ImageArchives(staging, threads, bytes -> {}, Limits.defaults()))) {
      return describe(open.images());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Staging staging(Path scratch) throws IOException {
    Path root = Files.createTempDirectory(scratch, "store");
    BlobStore blobs = new BlobStore(new StoreLayout(root), Fsync.FULL);
    blobs.prepare(dead -> {});
    return blobs.stage();
  }
}
