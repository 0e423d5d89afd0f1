package dev.lamina.vfs;

import dev.lamina.ImageStoreException;
import dev.lamina.Mount;
import dev.lamina.Mounting;
import dev.lamina.Platform;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.engine.ImageStores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The file systems that were opened by an {@link ImageUri}, each with a store and a mount. */
final class OpenImages {
  private static final ConcurrentMap<Key, UnionFileSystem> OPEN = new ConcurrentHashMap<>();

  /** What a URI names, however it is written. */
  private record Key(Path root, String image) {
    static Key of(ImageUri uri) throws IOException {
      return new Key(uri.root().toRealPath(), uri.image());
    }

    ImageUri uri() {
      return new ImageUri(root, image, "/");
    }
  }

  private OpenImages() {}

  /**
   * Opens the store and mounts the image that a URI names.
   *
   * @throws FileSystemAlreadyExistsException if one of that URI is open
   */
  static UnionFileSystem open(URI uri, Map<String, ?> env) throws IOException {
    @Nullable Platform platform = platform(env);
    return OPEN.compute(
        Key.of(ImageUri.parse(uri)),
        (key, existing) -> {
          if (existing != null && existing.isOpen()) {
            throw new FileSystemAlreadyExistsException(key.uri().prefix());
          }
          return mount(key, platform);
        });
  }

  /**
   * Returns the open file system that a URI names.
   *
   * @throws FileSystemNotFoundException if there is none
   */
  static UnionFileSystem find(URI uri) {
    ImageUri parsed = ImageUri.parse(uri);
    try {
      UnionFileSystem found = OPEN.get(Key.of(parsed));
      if (found != null && found.isOpen()) {
        return found;
      }
    } catch (IOException e) {
      throw notFound(uri, e);
    }
    throw new FileSystemNotFoundException(
        parsed.prefix() + " is not open; open it by FileSystems.newFileSystem");
  }

  /**
   * Returns a path that a URI names, in the open file system, or else in one that is opened.
   *
   * @throws FileSystemNotFoundException if it cannot be
   */
  static UnionPath path(URI uri) {
    ImageUri parsed = ImageUri.parse(uri);
    try {
      UnionFileSystem found =
          OPEN.compute(
              Key.of(parsed),
              (key, existing) ->
                  existing != null && existing.isOpen() ? existing : mount(key, null));
      return UnionPath.of(found, UnionUris.decode(parsed.path()));
    } catch (IOException | ImageStoreException e) {
      throw notFound(uri, e);
    }
  }

  private static FileSystemNotFoundException notFound(URI uri, Exception cause) {
    FileSystemNotFoundException notFound =
        new FileSystemNotFoundException("cannot open " + uri + ": " + cause);
    notFound.initCause(cause);
    return notFound;
  }

  private static @Nullable Platform platform(Map<String, ?> env) {
    if (!Set.of("platform").containsAll(env.keySet())) {
      throw new IllegalArgumentException(
          "unknown settings of a file system: " + env.keySet() + "; there is only platform");
    }
    @Nullable Object platform = env.get("platform");
    return platform == null || platform instanceof Platform
        ? (Platform) platform
        : Platform.parse(platform.toString());
  }

  private static UnionFileSystem mount(Key key, @Nullable Platform platform) {
    if (ImageStores.storageOf(key.root()).isEmpty()) {
      throw new UnsupportedStorageException(
          key.root() + " is no store; to make a new one, open it by VfsImageStore.open");
    }
    VfsImageStore store = VfsImageStore.open(key.root());
    try {
      Mounting mounting = store.mount(key.image());
      Mounting chosen = platform == null ? mounting : mounting.platform(platform);
      Mount mount = chosen.readOnly();
      UnionFileSystem mounted = (UnionFileSystem) mount.root().getFileSystem();
      mounted.belongTo(
          () -> {
            OPEN.remove(key, mounted);
            try {
              mount.close();
            } finally {
              store.close();
            }
          },
          key.uri().prefix());
      return mounted;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }
}
