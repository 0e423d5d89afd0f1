package dev.lamina.spi;

import dev.lamina.Durability;
import dev.lamina.IdMap;
import dev.lamina.UnsupportedStorageException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What makes a file tree of layers: the one question that a storage answers. Names, lifecycle,
 * blobs, archives, locking and collection are the engine's. Safe for use by several threads.
 */
public interface StorageDriver {
  /** Returns the storage's name, such as {@code vfs}: written into the store's marker. */
  String name();

  /** When layers are unpacked. */
  enum Unpacking {
    /** Never: layers are read as they are. */
    NEVER,
    /**
     * When a layer is loaded: when the load is done, so is this. Of a plain tar only that is kept
     * besides which the files do not have.
     */
    WHEN_LOADED,
    /**
     * When a layer is loaded, instead of keeping it as it came: of packed layers, too, only that is
     * kept which the files do not have.
     */
    INSTEAD,
    /** When a layer is mounted for the first time. */
    WHEN_MOUNTED;

    /** Returns whether layers are unpacked when they are loaded. */
    public boolean isAtLoad() {
      return this == WHEN_LOADED || this == INSTEAD;
    }
  }

  /** Returns when layers are unpacked. */
  default Unpacking unpacking() {
    return Unpacking.NEVER;
  }

  /**
   * Returns by which map the owners of files are others in mounts than in layers: who is to be one
   * of them must be in a user namespace of this map. Empty if they are the same.
   */
  default Optional<IdMap> idMap() {
    return Optional.empty();
  }

  /**
   * Returns what the directories are called that this storage makes of layers. Where they differ,
   * such as for other privileges, storages need other names.
   */
  default String directoriesName() {
    return name();
  }

  /**
   * Unpacks a layer. The engine gives the directory a name when this is done, so that nobody sees
   * it before.
   *
   * @param directory an empty directory, which only the owner of the store can enter
   * @param durability {@code FULL} if it is forced as soon as this and others are done, so that it
   *     pays to begin with it
   * @throws IOException if the layer cannot be read, or its files cannot be made
   */
  default void unpack(LayerContent layer, Path directory, Durability durability)
      throws IOException {
    throw new UnsupportedStorageException("the storage " + name() + " does not unpack layers");
  }

  /**
   * Opens a file of a layer that this storage has unpacked, to be read; the caller closes it.
   *
   * @param directory where the layer was unpacked to
   * @throws IOException if it is not there, or no file
   */
  default SeekableByteChannel openUnpacked(Path directory, EntryPath file) throws IOException {
    throw new UnsupportedStorageException("the storage " + name() + " does not unpack layers");
  }

  /** Takes what is not as it should be. */
  @FunctionalInterface
  interface Differences {
    /**
     * Takes one.
     *
     * @param place the file or directory
     * @param expected what it should be
     * @param actual what it is
     */
    void add(Path place, String expected, String actual);

    /**
     * Takes what a process that was killed may have left, which does no harm.
     *
     * @param place the file or directory
     * @param actual what is there
     */
    default void addUnfinished(Path place, String actual) {}
  }

  /**
   * Compares an unpacked layer with what it should be: each file is there with its contents and
   * attributes, and nothing else is. Changes nothing.
   *
   * @param directory where the layer was unpacked to
   * @throws IOException if the layer cannot be read; what cannot be read of the directory is told
   */
  default void verify(LayerContent layer, Path directory, Differences differences)
      throws IOException {
    throw new UnsupportedStorageException("the storage " + name() + " does not unpack layers");
  }

  /**
   * Looks whether changes that were kept by {@link #mountWritable} can be read. Changes nothing,
   * not even what the next mount would mend. They are not mounted meanwhile.
   *
   * @param directory the directory of the changes, of the storage's own
   * @throws IOException if the directory cannot be read at all
   */
  default void verifyChanges(Path directory, Differences differences) throws IOException {}

  /** Makes all that was unpacked below a directory survive a power failure. */
  default void force(Path directory) throws IOException {}

  /**
   * Shows the union of the layers, read-only.
   *
   * @throws IOException if the tree cannot be opened or mounted
   */
  DriverMount mount(LayerStack stack, MountPlace place, MountOptions options) throws IOException;

  /**
   * Shows the union of the layers so that it can be changed. The changes go into a directory, and
   * are there again when the same layers are mounted with it again. One mount at a time uses it;
   * what is still mounted of it is a killed process's.
   *
   * @param changes a directory of the storage's own; empty the first time
   * @throws IOException if the tree cannot be opened or mounted
   */
  WritableDriverMount mountWritable(LayerStack stack, Path changes, MountOptions options)
      throws IOException;

  /** What was changed in a tree. */
  @FunctionalInterface
  interface Changes {
    /** Writes the changes as a layer on top of the tree's layers. */
    void writeTo(LayerSink sink) throws IOException;
  }

  /**
   * Takes over changes that another storage has kept: when the same layers are mounted with the
   * directory later, by {@link #mountWritable}, they are there.
   *
   * @param directory an empty directory of the storage's own
   * @throws IOException if the changes cannot be read or kept
   */
  default void receiveChanges(
      LayerStack stack, Path directory, MountOptions options, Changes changes) throws IOException {
    throw new UnsupportedStorageException(
        "the storage " + name() + " cannot take over what others have kept");
  }

  /**
   * Deletes a directory of the storage's own, if it is there: one of changes that is not mounted by
   * a living process, or one that was unpacked.
   *
   * @throws IOException if something in it cannot be deleted
   */
  void delete(Path directory) throws IOException;

  /** Returns where something is mounted below a directory, by this process or any other. */
  default List<Path> mounted(Path directory) throws IOException {
    return List.of();
  }

  /**
   * Takes away what processes that were killed have left mounted below a directory.
   *
   * @throws IOException if something is still in use
   */
  default void release(Path directory) throws IOException {}

  /** Returns what {@code inspect} says of the layers under {@code GraphDriver.Data}. */
  Map<String, String> describe(LayerStack stack);

  /**
   * Returns what {@code info} says of the storage in a store's directory, below the backing file
   * system and in this order, such as {@code Supports d_type}.
   */
  default Map<String, String> status(Path root) {
    return Map.of();
  }
}
