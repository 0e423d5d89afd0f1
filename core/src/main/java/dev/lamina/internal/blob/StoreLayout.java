package dev.lamina.internal.blob;

import dev.lamina.Digest;
import java.nio.file.Path;
import java.util.List;

/**
 * The names of the store's files: the only place that knows them. {@code docs/on-disk-format.md}
 * says what they hold.
 *
 * @param root the store's directory
 */
public record StoreLayout(Path root) {
  /** What the names of frames end in. */
  static final String FRAME = ".frame";

  /** Returns the directories that a store has, each after the one it is in. */
  List<Path> directories() {
    return List.of(blobs(), blobs("sha256"), layers(), staging(), leases());
  }

  /** Returns where a blob is, byte for byte as it arrived. */
  public Path blob(Digest digest) {
    return blobs(digest.algorithm()).resolve(digest.hex());
  }

  /** Returns the directory of all blobs. */
  public Path blobs() {
    return root.resolve("blobs");
  }

  /** Returns the directory of an algorithm's blobs. */
  public Path blobs(String algorithm) {
    return blobs().resolve(algorithm);
  }

  /** Returns where the index of a layer is. */
  public Path index(Digest diffId) {
    return layers().resolve(diffId.hex() + ".index");
  }

  /** Returns where the checkpoints of a compressed layer blob are. */
  public Path checkpoints(Digest blob) {
    return layers().resolve(blob.hex() + ".checkpoints");
  }

  /** Returns where the plain copy of a layer is that cannot be read at any place otherwise. */
  public Path plain(Digest diffId) {
    return layers().resolve(diffId.hex() + ".tar");
  }

  /** Returns where the frame of a layer is that was unpacked instead of being kept. */
  public Path frame(Digest diffId) {
    return layers().resolve(diffId.hex() + FRAME);
  }

  /** Returns the directory of what can be made again from the blobs. */
  public Path layers() {
    return root.resolve("layers");
  }

  /** Returns the directory of what storages have unpacked, below a name for each way to do it. */
  public Path unpacked() {
    return root.resolve("unpacked");
  }

  /** Returns the directory that a layer was unpacked to. */
  public Path unpacked(String way, Digest diffId) {
    return unpacked().resolve(way).resolve(diffId.hex());
  }

  /** Returns the directory of what is not complete yet. */
  public Path staging() {
    return root.resolve("staging");
  }

  /** Returns the directory of what mounts and leases need. */
  public Path leases() {
    return root.resolve("leases");
  }

  /** Returns the directory of what was changed in containers; there when something was. */
  public Path containers() {
    return root.resolve("containers");
  }

  /** Returns the directory of what was changed in a container. */
  public Path container(String id) {
    return containers().resolve(id);
  }

  /** Returns the file that is locked by who has the store open. */
  public Path use() {
    return root.resolve("lamina-store.use");
  }

  /** Returns the file that says what the directory is. */
  public Path marker() {
    return root.resolve("lamina-store");
  }
}
