package dev.lamina;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A store of container images, in this process.
 *
 * <p>A storage module opens one, for instance {@code VfsImageStore.open(root)}. A {@code String}
 * names an image as it does on an engine's command line: a reference, or else the beginning of an
 * ID. {@link Tag}, {@link ImageId} and {@link DigestReference} are exact.
 *
 * <p>Safe for use by several threads; several processes may have the same root open. Reading never
 * waits for a change. A change happens as a whole or not at all, and when a method has returned, it
 * is done. Interrupting the thread ends an operation with {@link OperationCancelledException}.
 *
 * <p>Closing a store closes its mounts and leases. Later calls throw {@link IllegalStateException}.
 *
 * <p>A container is what holds an image. The embedding program runs it, and says so; the store
 * keeps what was said.
 *
 * <p>Not here: registries (copy an image into a layout by another tool meanwhile), running
 * containers.
 */
public interface ImageStore extends AutoCloseable {
  /**
   * Opens the store in a directory by the storage that made it, which must be on the class or
   * module path.
   *
   * @return the store; the caller closes it
   * @throws UnsupportedStorageException if the directory is no store, or its storage is not there
   */
  static ImageStore open(Path root) {
    return Storages.find().ofStore(root).open(root, StoreOptions.defaults());
  }

  /**
   * Opens the store in a directory, or makes it if the directory is empty or missing.
   *
   * <p>A directory that is a store opens by the storage that made it. A new store is of the chosen
   * storage; of the first that works here if none is chosen.
   *
   * @return the store; the caller closes it
   * @throws UnsupportedStorageException if the store is of another storage than the chosen one, or
   *     the storage cannot work here: with the reasons, and what to do
   * @throws StoreLockedException if another process holds the store's lock too long
   * @throws ImageStoreException if the directory cannot be used
   */
  static ImageStore open(Path root, StorageChoice choice) {
    return open(root, choice, StoreOptions.defaults());
  }

  /**
   * Opens the store in a directory; see {@link #open(Path, StorageChoice)}.
   *
   * @return the store; the caller closes it
   */
  static ImageStore open(Path root, StorageChoice choice, StoreOptions options) {
    return Storages.find().forOpening(root, choice).open(root, options);
  }

  /**
   * Makes a store one of another storage, in place; does nothing if it is one already. Images,
   * names, containers, and what was changed in containers stay as they are; blobs are not touched.
   * If this fails, or the process is killed, the store is what it was, or what it was to become.
   *
   * <p>Nobody may have the store open. What was changed in containers is read by the storage that
   * the store is of, which must work here if anything was.
   *
   * @throws UnsupportedStorageException if the directory is no store, or a storage cannot work here
   * @throws StoreLockedException if somebody has the store open
   * @throws ImageStoreException if something cannot be read or written
   */
  static void convert(Path root, StorageChoice choice) {
    Storages.find().forConverting(root, choice).convert(root, StoreOptions.defaults());
  }

  /** Returns all images, to be listed. */
  Images images();

  /**
   * Returns the image of this name or ID.
   *
   * @throws ImageNotFoundException if there is none, or an ID's beginning is not unique
   * @throws InvalidReferenceException if the text can be neither
   */
  Image image(String nameOrId);

  /**
   * Returns the image that exactly this refers to.
   *
   * @throws ImageNotFoundException if there is none
   */
  Image image(Reference reference);

  /**
   * Returns the image of this name or ID, if there is one.
   *
   * @throws InvalidReferenceException if the text can be neither
   */
  Optional<Image> findImage(String nameOrId);

  /** Returns the image that exactly this refers to, if there is one. */
  Optional<Image> findImage(Reference reference);

  /**
   * Returns what {@code docker inspect} says of an image.
   *
   * @throws ImageNotFoundException if there is none
   * @throws InvalidReferenceException if the text can be neither name nor ID
   */
  Inspection inspect(String nameOrId);

  /**
   * Returns what {@code docker inspect} says of the image that exactly this refers to.
   *
   * @throws ImageNotFoundException if there is none
   */
  Inspection inspect(Reference reference);

  /**
   * Loads the images of an archive or layout: what {@code docker save} writes, old and new, and an
   * OCI image layout as a directory or a tar; an archive may be compressed as a whole.
   *
   * <p>All that is new is verified: every digest, size and DiffID. A layer that the store has is
   * not read again. Either all images and tags of the archive appear or none, with one exception
   * that is the engine's: a parent that is not one ({@code … is not a valid parent for …}) is
   * reported after the images are in.
   *
   * <p>A tag that another image has moves, which is reported as {@link ProgressEvent.TagMoved}. An
   * image of an OCI layout is named by its {@code io.containerd.image.name}; else by its {@code
   * org.opencontainers.image.ref.name}, which if it is a mere tag belongs to a repository named
   * like the directory or file. If several images have the first in common, it is the repository of
   * their mere tags.
   *
   * @param options a {@link Progress} to report to; a {@link Platform} to choose where an index has
   *     several, by default Linux on this host's architecture
   * @return the images, in the archive's order
   * @throws InvalidArchiveException if the archive is damaged, ambiguous or unsafe
   * @throws OperationCancelledException if the listener answered STOP
   */
  @CanIgnoreReturnValue
  List<Image> load(Path archive, LoadOption... options);

  /**
   * Loads the images of an archive as it comes, in a single pass; see {@link #load(Path,
   * LoadOption...)}. An image whose name is a mere tag stays without a name.
   *
   * @param archive read to its end, not closed
   * @return the images, in the archive's order
   * @throws InvalidArchiveException if the archive is damaged, ambiguous or unsafe
   * @throws OperationCancelledException if the listener answered STOP
   */
  @CanIgnoreReturnValue
  List<Image> load(InputStream archive, LoadOption... options);

  /**
   * Begins to mount an image.
   *
   * @throws ImageNotFoundException if there is none
   * @throws InvalidReferenceException if the text can be neither name nor ID
   */
  Mounting mount(String nameOrId);

  /**
   * Begins to mount the image that exactly this refers to.
   *
   * @throws ImageNotFoundException if there is none
   */
  Mounting mount(Reference reference);

  /**
   * Returns the steps that made an image, newest first: {@code docker history}.
   *
   * @throws ImageNotFoundException if there is none
   * @throws InvalidReferenceException if the text can be neither name nor ID
   */
  List<HistoryStep> history(String nameOrId);

  /**
   * Begins to give an image names.
   *
   * @throws ImageNotFoundException if there is none
   * @throws InvalidReferenceException if the text can be neither name nor ID
   */
  Tagging tag(String nameOrId);

  /**
   * Begins to give names to the image that exactly this refers to.
   *
   * @throws ImageNotFoundException if there is none
   */
  Tagging tag(Reference reference);

  /**
   * Takes a name from its image, which stays, also if it has no other one.
   *
   * @param name a tag, or a digest in a repository
   * @return the image, as it is then
   * @throws ImageNotFoundException if no image has this name
   * @throws InvalidReferenceException if the text is no name
   */
  @CanIgnoreReturnValue
  Image untag(String name);

  /**
   * Removes what a text names, as {@code docker rmi} does: a name, and with the last one the image
   * and the images it was made from, as far as nothing else needs them; or by ID, an image with all
   * its names.
   *
   * @return what was done
   * @throws ImageNotFoundException if there is none
   * @throws InvalidReferenceException if the text can be neither name nor ID
   * @throws ImageInUseException if something needs the image; nothing was changed
   */
  @CanIgnoreReturnValue
  Removal remove(String nameOrId, RemoveOption... options);

  /**
   * Removes exactly this: a name, or by ID an image; see {@link #remove(String, RemoveOption...)}.
   *
   * @throws ImageNotFoundException if there is none
   * @throws ImageInUseException if something needs the image; nothing was changed
   */
  @CanIgnoreReturnValue
  Removal remove(Reference reference, RemoveOption... options);

  /**
   * Removes several, one after the other, whatever comes of the others.
   *
   * @return what came of each, in their order
   */
  List<RemovalOutcome> removeEach(Collection<String> namesOrIds, RemoveOption... options);

  /**
   * Returns what {@link #remove(String, RemoveOption...)} would do, and does nothing.
   *
   * @throws ImageNotFoundException if there is none
   * @throws InvalidReferenceException if the text can be neither name nor ID
   */
  RemovalPlan planRemoval(String nameOrId, RemoveOption... options);

  /**
   * Returns what {@link #remove(Reference, RemoveOption...)} would do, and does nothing.
   *
   * @throws ImageNotFoundException if there is none
   */
  RemovalPlan planRemoval(Reference reference, RemoveOption... options);

  /**
   * Does what a plan says, to the letter.
   *
   * @throws ImageInUseException if the plan is a refusal
   * @throws StaleStateException if it would do something else by now; nothing was changed
   */
  @CanIgnoreReturnValue
  Removal remove(RemovalPlan plan);

  /** Removes images that nothing needs, as {@code docker image prune} does. */
  @CanIgnoreReturnValue
  PruneReport prune(PruneOption... options);

  /** Returns what {@link #prune} would do, and does nothing. */
  PruneReport planPrune(PruneOption... options);

  /**
   * Begins to save images. A repository's name alone stands for all its tags; an ID or a digest for
   * the image without a name.
   *
   * @param namesOrIds at least one
   * @throws ImageNotFoundException if one is not there
   * @throws InvalidReferenceException if one can be neither name nor ID
   */
  Saving save(String... namesOrIds);

  /**
   * Begins to make an image of a root file system.
   *
   * @param tarOrDirectory a tar archive, which may be compressed; or a directory of any file
   *     system, of which all files are taken with the owners, permissions, times and extended
   *     attributes that its provider tells, but not what it is itself: the same files make the same
   *     layer, wherever they are
   */
  Importing importRootfs(Path tarOrDirectory);

  /**
   * Begins to make an image of a root file system.
   *
   * @param tar a tar archive, which may be compressed; read to its end at the last word, not closed
   */
  Importing importRootfs(InputStream tar);

  /**
   * Begins to make an image of another one, without a container.
   *
   * @throws ImageNotFoundException if there is none
   * @throws InvalidReferenceException if the text can be neither name nor ID
   */
  Building from(String nameOrId);

  /**
   * Begins to make an image of exactly this one, without a container.
   *
   * @throws ImageNotFoundException if there is none
   */
  Building from(Reference reference);

  /** Begins to make an image of nothing. */
  Building fromScratch();

  /**
   * Returns what differs between the files of two images, as {@code docker diff} tells it, sorted
   * by path. Computed while the stream is consumed; what both images share is not looked at.
   *
   * @return what became of the first one's files in the second; the caller closes the stream
   * @throws ImageNotFoundException if one is not there
   * @throws InvalidReferenceException if one can be neither name nor ID
   * @throws CorruptStoreException if a layer is damaged or missing
   */
  Stream<FileChange> changes(String from, String to);

  /**
   * Returns when an image was last used: mounted, saved, or given a container; to the minute, and
   * empty if it never was. It is lost rather than waited for when the power fails.
   */
  Optional<Instant> lastUsed(ImageId image);

  /** Returns all containers, to be listed. */
  Containers containers();

  /**
   * Returns the container of this name or ID, which may be shortened.
   *
   * @throws ContainerNotFoundException if there is none, or an ID's beginning is not unique
   */
  Container container(String nameOrId);

  /** Returns the container of this name or ID, if there is one. */
  Optional<Container> findContainer(String nameOrId);

  /**
   * Returns what {@code docker inspect} says of a container that a store can know, as JSON.
   *
   * @throws ContainerNotFoundException if there is none
   */
  ContainerInspection inspectContainer(String nameOrId);

  /**
   * Begins to create a container, which then holds the image's layers until it is removed.
   *
   * @throws ImageNotFoundException if there is no such image
   * @throws InvalidReferenceException if the text can be neither name nor ID
   */
  ContainerCreation create(String image);

  /**
   * Says that a container runs, until somebody says otherwise. One that runs stays as it is.
   *
   * @throws ContainerNotFoundException if there is none
   * @throws ContainerInUseException if it is paused
   */
  @CanIgnoreReturnValue
  Container start(String nameOrId);

  /**
   * Says that a container runs as long as a lease of this store is held, and no longer than the
   * process that holds it: whoever asks later finds it ended, with 137.
   *
   * @throws ContainerNotFoundException if there is none
   * @throws ContainerInUseException if it runs already, or is paused
   * @throws IllegalArgumentException if the lease is closed, or another store's
   */
  @CanIgnoreReturnValue
  Container start(String nameOrId, Lease lease);

  /**
   * Says that a running container is held.
   *
   * @throws ContainerNotFoundException if there is none
   * @throws ContainerInUseException if it does not run, or is paused; the message is the engine's
   */
  @CanIgnoreReturnValue
  Container pause(String nameOrId);

  /**
   * Says that a paused container goes on.
   *
   * @throws ContainerNotFoundException if there is none
   * @throws ContainerInUseException if it is not paused; the message is the engine's
   */
  @CanIgnoreReturnValue
  Container unpause(String nameOrId);

  /**
   * Says that a container has ended. One that does not run stays as it is.
   *
   * @throws ContainerNotFoundException if there is none
   */
  @CanIgnoreReturnValue
  Container stop(String nameOrId, int exitCode);

  /**
   * Gives a container another name.
   *
   * @throws ContainerNotFoundException if there is none
   * @throws InvalidContainerNameException if it cannot have the name; the message is the engine's
   */
  @CanIgnoreReturnValue
  Container rename(String nameOrId, String newName);

  /**
   * Removes a container, its layer, and what it alone held.
   *
   * @return the container, as it was
   * @throws ContainerNotFoundException if there is none
   * @throws ContainerInUseException if it runs; the message is the engine's
   */
  @CanIgnoreReturnValue
  Container removeContainer(String nameOrId, RemoveContainerOption... options);

  /**
   * Mounts a container's files so that they can be changed. The changes are the container's, and
   * there again when it is mounted again. As often as this store mounts it, it is one tree.
   *
   * @return the mount; the caller closes it
   * @throws ContainerNotFoundException if there is none
   * @throws StoreLockedException if another process, or store, has it mounted
   * @throws CorruptStoreException if a layer is damaged or missing
   */
  WritableMount mountContainer(String nameOrId);

  /**
   * Mounts a container's files, as {@link #mountContainer(String)} does, at a directory of the
   * host, which is made if it is missing, so that a runtime can run the container there: see {@link
   * Mount#writeRuntimeConfig}.
   *
   * @return the mount; the caller closes it
   * @throws ContainerNotFoundException if there is none
   * @throws StoreLockedException if another process, or store, has it mounted
   * @throws UnsupportedStorageException if the storage does not mount by the operating system
   * @throws CorruptStoreException if a layer is damaged or missing
   * @throws ImageStoreException if this store has it mounted somewhere else
   */
  WritableMount mountContainer(String nameOrId, Path directory);

  /**
   * Begins to make an image of a container.
   *
   * @throws ContainerNotFoundException if there is none
   */
  Committing commit(String nameOrId);

  /**
   * Begins to write all files of a container as one tar.
   *
   * @throws ContainerNotFoundException if there is none
   */
  Exporting export(String nameOrId);

  /**
   * Holds an image: what it needs stays until the lease is closed, also when it is removed.
   *
   * @return the lease; the caller closes it
   * @throws ImageNotFoundException if there is none
   * @throws InvalidReferenceException if the text can be neither name nor ID
   */
  Lease lease(String nameOrId);

  /**
   * Tells a listener of all that happens from now on, in this process and in others, in order, each
   * once; at once or, of what another store did, within a fraction of a second. One thread of this
   * store calls all listeners, so that one that takes long holds up the others, and nothing else.
   *
   * <p>A listener that has not kept up with more than a thousand events may miss the oldest of
   * them; then the next {@link StoreEvent#number} is more than one above the last.
   *
   * @param listener may use and close the store; what it throws is logged, and it is told the next
   * @return the connection; the caller closes it
   */
  Subscription events(StoreEventListener listener);

  /**
   * Returns what has happened at a time or later, oldest first. At least the last thousand events
   * of a store are remembered, also when it is opened again.
   */
  List<StoreEvent> eventsSince(Instant time);

  /** Returns what the store is and has. */
  StoreInfo info();

  /** Returns what images and containers take; the store's files are looked through for it. */
  DiskUsage diskUsage();

  /**
   * Deletes what belongs to no image, container, mount or lease: {@link
   * DiskUsage#unaccountedBytes}, and what killed processes have left. A removal deletes what it
   * lets go of; so there is something to collect only after a process was killed, or a deletion
   * failed. Others can use the store meanwhile.
   *
   * @throws ImageStoreException if something cannot be deleted, after all else was
   */
  @CanIgnoreReturnValue
  default CollectReport collect() {
    return collect(Duration.ZERO);
  }

  /**
   * Deletes what belongs to nothing, as {@link #collect()} does, but no file that was written
   * within some time: by the clock of the store, and that of its file system.
   *
   * @throws IllegalArgumentException if the time is negative
   * @throws ImageStoreException if something cannot be deleted, after all else was
   */
  @CanIgnoreReturnValue
  CollectReport collect(Duration grace);

  /**
   * Returns the bytes in the files of layers, as engines count them, that the removal of all of
   * these images would free: with all their names, and with the nameless images they were made
   * from. That is more than the sum of {@link DiskUsage.ImageUsage#uniqueBytes} if only they share
   * a layer. What other images and containers have stays; whether a removal would be refused is not
   * asked. An image that is not there frees nothing.
   */
  long freedBy(Collection<ImageId> images);

  /** Closes the store, its mounts and its leases. Closing once more does nothing. */
  @Override
  void close();
}
