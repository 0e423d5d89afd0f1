package dev.lamina.vfs;

import dev.lamina.Digest;
import dev.lamina.spi.LayerTree;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A stack of layers as a file system, read-only or not. Safe for use by several threads. */
final class UnionFileSystem extends FileSystem {
  private static final byte[] ROOT = {'/'};

  private final long number = OpenFileSystems.nextNumber();
  private final OpenResources resources = new OpenResources();
  private final UnionPath root = UnionPath.of(this, ROOT);
  private final ImagePrincipals principals = new ImagePrincipals(this);
  private final AtomicReference<Closeable> owner = new AtomicReference<>(() -> {});
  private final FileLocks locks = new FileLocks();
  private final FileStore fileStore;
  private volatile String uriPrefix = UnionUris.SCHEME + "://" + id();
  private final GuardedTree tree;
  private final UnionView view;

  private UnionFileSystem(
      LayerTree tree, List<Digest> diffIds, Permissions user, @Nullable FileStore changes) {
    this.tree = new GuardedTree(tree);
    this.view = new UnionView(this, new TreeAccess(this.tree, user, List.of()), diffIds);
    this.fileStore = new UnionFileStore(id(), changes);
  }

  /**
   * Opens a read-only file system over a tree, for root. It closes the tree in the end.
   *
   * @param diffIds the layers of the tree, from the base to the top
   */
  static UnionFileSystem open(LayerTree tree, List<Digest> diffIds) {
    return open(tree, diffIds, Permissions.root(), null);
  }

  /**
   * Opens a file system over a tree, which it closes in the end.
   *
   * @param diffIds the layers of the tree, from the base to the top
   * @param user who uses it
   * @param changes what has the space that changes may take; null if nobody knows
   */
  static UnionFileSystem open(
      LayerTree tree, List<Digest> diffIds, Permissions user, @Nullable FileStore changes) {
    UnionFileSystem fileSystem = new UnionFileSystem(tree, diffIds, user, changes);
    OpenFileSystems.add(fileSystem);
    return fileSystem;
  }

  /** Returns a number that no other file system of this JVM has. */
  long number() {
    return number;
  }

  /** Returns what stands in a URI for this file system. */
  String id() {
    return "vfs" + number;
  }

  /** Returns how the URI of each of its paths begins. */
  String uriPrefix() {
    return uriPrefix;
  }

  /** Gives it what is closed when it is, once, and another beginning of URIs. */
  void belongTo(Closeable newOwner, String newUriPrefix) {
    owner.set(newOwner);
    uriPrefix = newUriPrefix;
  }

  UnionPath root() {
    return root;
  }

  UnionView view() {
    return view;
  }

  OpenResources resources() {
    return resources;
  }

  FileLocks locks() {
    return locks;
  }

  GuardedTree tree() {
    return tree;
  }

  ImagePrincipals principals() {
    return principals;
  }

  FileStore fileStore() {
    return fileStore;
  }

  @Override
  public UnionFileSystemProvider provider() {
    return UnionFileSystemProvider.INSTANCE;
  }

  /**
   * Closes all that is open in the file system, waits for reads under way, and closes the tree.
   * Closing once more does nothing.
   */
  @Override
  public void close() throws IOException {
    OpenFileSystems.remove(this);
    try {
      resources.close(tree);
    } finally {
      owner.getAndSet(() -> {}).close();
    }
  }

  @Override
  public boolean isOpen() {
    return resources.isOpen();
  }

  @Override
  public boolean isReadOnly() {
    return tree.isReadOnly();
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    resources.checkOpen();
    return List.of(root);
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    resources.checkOpen();
    return List.of(fileStore);
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    resources.checkOpen();
    return AttributeNames.ALL_VIEWS;
  }

  /** Returns a path; a path is a value and can be made of a closed file system too. */
  @Override
  public UnionPath getPath(String first, String... more) {
    return UnionPath.parse(this, first, more);
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    return PathMatchers.parse(syntaxAndPattern);
  }

  @Override
  public ImagePrincipals getUserPrincipalLookupService() {
    resources.checkOpen();
    return principals;
  }

  @Override
  public WatchService newWatchService() throws IOException {
    if (isReadOnly()) {
      throw new UnsupportedOperationException("nothing to watch: the file system is read-only");
    }
    return resources.register(new PollingWatchService(this));
  }

  @Override
  public String toString() {
    return uriPrefix;
  }
}
