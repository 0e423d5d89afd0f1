package dev.lamina.internal.blob;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.CorruptStoreException;
import dev.lamina.Digest;
import dev.lamina.Limits;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.Listing;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.internal.io.Presence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** The blobs of a store, by digest: immutable, complete, verified when they came. */
public final class BlobStore {
  private final StoreLayout layout;
  private final Fsync fsync;
  private final Limits limits;

  /** Makes a view of the blobs below a root, which takes what is within the usual limits. */
  public BlobStore(StoreLayout layout, Fsync fsync) {
    this(layout, fsync, Limits.defaults());
  }

  /** Makes a view of the blobs below a root, which takes what is within limits. */
  public BlobStore(StoreLayout layout, Fsync fsync, Limits limits) {
    this.layout = layout;
    this.fsync = fsync;
    this.limits = limits;
  }

  /**
   * Makes the directories, and removes what killed operations left.
   *
   * @param heir takes it over before
   */
  public void prepare(Heir heir) throws IOException {
    List<Path> directories = layout.directories();
    Path last = directories.get(directories.size() - 1);
    for (Path directory : directories) {
      if (directory.equals(last) && Files.notExists(last)) {
        fsync.directory(layout.blobs()); // So what is in there has a durable path from now on.
      }
      OwnerOnly.createDirectory(directory);
    }
    Staging.sweep(layout, heir);
  }

  /** Begins an operation whose blobs are forced, whatever is chosen; the caller closes it. */
  Staging stageForced() throws IOException {
    return Staging.open(layout, Fsync.FULL, limits);
  }

  /** Begins an operation that brings blobs; the caller closes it. */
  public Staging stage() throws IOException {
    return Staging.open(layout, fsync, limits);
  }

  /** Returns whether a blob is there. */
  public boolean has(Digest digest) throws IOException {
    return Presence.exists(layout.blob(digest));
  }

  /**
   * Reads a small blob whole, and verifies it.
   *
   * @throws CorruptStoreException if it is missing, longer than the limit, or not of its digest
   */
  public byte[] read(Digest digest, int limit) throws IOException {
    Path file = layout.blob(digest);
    byte[] bytes;
    try (var in = OpenFile.input(file)) {
      bytes = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new CorruptStoreException(file, "at most " + limit + " bytes", "more");
      }
    } catch (NoSuchFileException e) {
      throw new CorruptStoreException(file, "a blob", "no file");
    }
    MessageDigest sha256 = Sha256.create();
    sha256.update(bytes);
    Digest actual = Digest.sha256(sha256);
    if (!actual.equals(digest)) {
      throw new CorruptStoreException(file, digest.toString(), actual.toString());
    }
    return bytes;
  }

  /** Opens a blob as it is. It is not verified. */
  public InputStream open(Digest digest) throws IOException {
    return OpenFile.input(layout.blob(digest));
  }

  /** Returns how many bytes a blob has. */
  public long size(Digest digest) throws IOException {
    return Files.size(layout.blob(digest));
  }

  /**
   * Returns whether the operation, mount or lease lives that a directory below {@code staging/} or
   * {@code leases/} was made for; changes nothing.
   */
  public boolean lives(Path directory) throws IOException {
    return LiveDirectory.lives(directory);
  }

  /** Removes such a directory if what it was made for is dead; returns whether that still lives. */
  @CanIgnoreReturnValue
  public boolean livesOrIsRemoved(Path directory, Heir heir) throws IOException {
    return LiveDirectory.livesOrIsRemoved(directory, heir);
  }

  /** Returns what mounts and leases hold. */
  public Holds holds() {
    return new Holds(layout);
  }

  /** Makes what holds things for one who opens the store. */
  public SharedHolds sharedHolds() {
    return new SharedHolds(layout);
  }

  /**
   * Takes the directory of what was changed in a container; empty if somebody else has it.
   *
   * @return the directory; the caller closes it
   */
  public Optional<ContainerDirectory> claimContainer(String id) throws IOException {
    Path directory = layout.container(id);
    boolean isNew = Files.notExists(directory);
    OwnerOnly.createDirectory(layout.containers());
    OwnerOnly.createDirectory(directory);
    if (isNew) {
      // What will be changed is to have a durable path.
      fsync.directory(layout.containers());
      fsync.directory(layout.root());
    }
    return ContainerDirectory.claim(directory);
  }

  /** Returns the directory of what was changed in a container, if it is there. */
  public Path container(String id) {
    return layout.container(id);
  }

  /** Makes a directory for what was changed in a container, as another storage will keep it. */
  public Path makeConverted(String id, String storage) throws IOException {
    return ContainerDirectory.makeConverted(layout.container(id), storage);
  }

  /** Returns whether a container was ever mounted, and may have been changed. */
  public boolean hasContainer(String id) throws IOException {
    return Presence.exists(layout.container(id));
  }

  /** Returns the IDs of containers that have a directory. */
  public List<String> containers() throws IOException {
    return Listing.ofExisting(layout.containers()).stream()
        .map(directory -> directory.getFileName().toString())
        .toList();
  }

  /** Deletes blobs, and what was derived from blobs and layers; what is not there is no matter. */
  public void delete(Needs garbage) throws IOException {
    for (Digest blob : garbage.blobs()) {
      Files.deleteIfExists(layout.blob(blob));
      Files.deleteIfExists(layout.checkpoints(blob));
    }
    for (Digest diffId : garbage.layers()) {
      Files.deleteIfExists(layout.index(diffId));
      Files.deleteIfExists(layout.sums(diffId));
      Files.deleteIfExists(layout.plain(diffId));
      Files.deleteIfExists(layout.frame(diffId));
    }
  }

  /** Deletes the frames of all layers, for which unpacked files are needed. */
  public void deleteFrames() throws IOException {
    for (Path file : Listing.of(layout.layers())) {
      if (file.getFileName().toString().endsWith(StoreLayout.FRAME)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Returns the layout. */
  StoreLayout layout() {
    return layout;
  }
}
