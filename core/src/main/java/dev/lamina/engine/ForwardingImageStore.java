package dev.lamina.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.Building;
import dev.lamina.CollectReport;
import dev.lamina.Committing;
import dev.lamina.Container;
import dev.lamina.ContainerCreation;
import dev.lamina.ContainerInspection;
import dev.lamina.Containers;
import dev.lamina.DiskUsage;
import dev.lamina.Exporting;
import dev.lamina.FileChange;
import dev.lamina.HistoryStep;
import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageStore;
import dev.lamina.Images;
import dev.lamina.Importing;
import dev.lamina.Inspection;
import dev.lamina.Lease;
import dev.lamina.LoadOption;
import dev.lamina.Mounting;
import dev.lamina.PruneOption;
import dev.lamina.PruneReport;
import dev.lamina.Reference;
import dev.lamina.Removal;
import dev.lamina.RemovalOutcome;
import dev.lamina.RemovalPlan;
import dev.lamina.RemoveContainerOption;
import dev.lamina.RemoveOption;
import dev.lamina.Saving;
import dev.lamina.StoreEvent;
import dev.lamina.StoreEventListener;
import dev.lamina.StoreInfo;
import dev.lamina.Subscription;
import dev.lamina.Tagging;
import dev.lamina.WritableMount;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A store that hands every call to another one: what a storage's own store type extends. */
public abstract class ForwardingImageStore implements ImageStore {
  private final ImageStore store;

  /** Makes a store that forwards to this one, and closes it when it is closed. */
  protected ForwardingImageStore(ImageStore store) {
    this.store = store;
  }

  @Override
  public Images images() {
    return store.images();
  }

  @Override
  public Image image(String nameOrId) {
    return store.image(nameOrId);
  }

  @Override
  public Image image(Reference reference) {
    return store.image(reference);
  }

  @Override
  public Optional<Image> findImage(String nameOrId) {
    return store.findImage(nameOrId);
  }

  @Override
  public Optional<Image> findImage(Reference reference) {
    return store.findImage(reference);
  }

  @Override
  public Inspection inspect(String nameOrId) {
    return store.inspect(nameOrId);
  }

  @Override
  public Inspection inspect(Reference reference) {
    return store.inspect(reference);
  }

  @CanIgnoreReturnValue
  @Override
  public List<Image> load(Path archive, LoadOption... options) {
    return store.load(archive, options);
  }

  @CanIgnoreReturnValue
  @Override
  public List<Image> load(InputStream archive, LoadOption... options) {
    return store.load(archive, options);
  }

  @Override
  public Mounting mount(String nameOrId) {
    return store.mount(nameOrId);
  }

  @Override
  public Mounting mount(Reference reference) {
    return store.mount(reference);
  }

  @Override
  public List<HistoryStep> history(String nameOrId) {
    return store.history(nameOrId);
  }

  @Override
  public Tagging tag(String nameOrId) {
    return store.tag(nameOrId);
  }

  @Override
  public Tagging tag(Reference reference) {
    return store.tag(reference);
  }

  @CanIgnoreReturnValue
  @Override
  public Image untag(String name) {
    return store.untag(name);
  }

  @CanIgnoreReturnValue
  @Override
  public Removal remove(String nameOrId, RemoveOption... options) {
    return store.remove(nameOrId, options);
  }

  @CanIgnoreReturnValue
  @Override
  public Removal remove(Reference reference, RemoveOption... options) {
    return store.remove(reference, options);
  }

  @Override
  public List<RemovalOutcome> removeEach(Collection<String> namesOrIds, RemoveOption... options) {
    return store.removeEach(namesOrIds, options);
  }

  @Override
  public RemovalPlan planRemoval(String nameOrId, RemoveOption... options) {
    return store.planRemoval(nameOrId, options);
  }

  @Override
  public RemovalPlan planRemoval(Reference reference, RemoveOption... options) {
    return store.planRemoval(reference, options);
  }

  @CanIgnoreReturnValue
  @Override
  public Removal remove(RemovalPlan plan) {
    return store.remove(plan);
  }

  @CanIgnoreReturnValue
  @Override
  public PruneReport prune(PruneOption... options) {
    return store.prune(options);
  }

  @Override
  public PruneReport planPrune(PruneOption... options) {
    return store.planPrune(options);
  }

  @Override
  public Saving save(String... namesOrIds) {
    return store.save(namesOrIds);
  }

  @Override
  public Building from(String nameOrId) {
    return store.from(nameOrId);
  }

  @Override
  public Building from(Reference reference) {
    return store.from(reference);
  }

  @Override
  public Building fromScratch() {
    return store.fromScratch();
  }

  @Override
  public Stream<FileChange> changes(String from, String to) {
    return store.changes(from, to);
  }

  @Override
  public WritableMount mountContainer(String nameOrId) {
    return store.mountContainer(nameOrId);
  }

  @Override
  public WritableMount mountContainer(String nameOrId, Path directory) {
    return store.mountContainer(nameOrId, directory);
  }

  @Override
  public Importing importRootfs(Path tar) {
    return store.importRootfs(tar);
  }

  @Override
  public Importing importRootfs(InputStream tar) {
    return store.importRootfs(tar);
  }

  @Override
  public Optional<Instant> lastUsed(ImageId image) {
    return store.lastUsed(image);
  }

  @Override
  public Containers containers() {
    return store.containers();
  }

  @Override
  public Container container(String nameOrId) {
    return store.container(nameOrId);
  }

  @Override
  public Optional<Container> findContainer(String nameOrId) {
    return store.findContainer(nameOrId);
  }

  @Override
  public ContainerInspection inspectContainer(String nameOrId) {
    return store.inspectContainer(nameOrId);
  }

  @Override
  public ContainerCreation create(String image) {
    return store.create(image);
  }

  @CanIgnoreReturnValue
  @Override
  public Container start(String nameOrId) {
    return store.start(nameOrId);
  }

  @CanIgnoreReturnValue
  @Override
  public Container start(String nameOrId, Lease lease) {
    return store.start(nameOrId, lease);
  }

  @CanIgnoreReturnValue
  @Override
  public Container pause(String nameOrId) {
    return store.pause(nameOrId);
  }

  @CanIgnoreReturnValue
  @Override
  public Container unpause(String nameOrId) {
    return store.unpause(nameOrId);
  }

  @CanIgnoreReturnValue
  @Override
  public Container stop(String nameOrId, int exitCode) {
    return store.stop(nameOrId, exitCode);
  }

  @CanIgnoreReturnValue
  @Override
  public Container rename(String nameOrId, String newName) {
    return store.rename(nameOrId, newName);
  }

  @CanIgnoreReturnValue
  @Override
  public Container removeContainer(String nameOrId, RemoveContainerOption... options) {
    return store.removeContainer(nameOrId, options);
  }

  @Override
  public Committing commit(String nameOrId) {
    return store.commit(nameOrId);
  }

  @Override
  public Exporting export(String nameOrId) {
    return store.export(nameOrId);
  }

  @Override
  public Lease lease(String nameOrId) {
    return store.lease(nameOrId);
  }

  @Override
  public Subscription events(StoreEventListener listener) {
    return store.events(listener);
  }

  @Override
  public List<StoreEvent> eventsSince(Instant time) {
    return store.eventsSince(time);
  }

  @Override
  public StoreInfo info() {
    return store.info();
  }

  @Override
  public DiskUsage diskUsage() {
    return store.diskUsage();
  }

  @Override
  public CollectReport collect(Duration grace) {
    return store.collect(grace);
  }

  @Override
  public long freedBy(Collection<ImageId> images) {
    return store.freedBy(images);
  }

  @Override
  public void close() {
    store.close();
  }
}
