package dev.lamina;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The storages that are on the class or module path, and which of them is taken. */
final class Storages {
  private final List<ImageStoreProvider> providers;

  /** Makes a choice of these. */
  Storages(List<ImageStoreProvider> providers) {
    this.providers =
        providers.stream()
            .sorted(
                Comparator.comparingInt(ImageStoreProvider::rank)
                    .thenComparing(ImageStoreProvider::name))
            .toList();
  }

  /** Looks for all storages. */
  static Storages find() {
    return new Storages(
        ServiceLoader.load(ImageStoreProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /** Returns what opens a store by the storage that made it. */
  ImageStoreProvider ofStore(Path root) {
    return ownOf(root)
        .orElseThrow(
            () ->
                new UnsupportedStorageException(
                    root
                        + " is no store of a storage that is on the class or module path; to make a"
                        + " new store, open it by its storage, such as VfsImageStore.open"));
  }

  /** Returns what opens the store of a directory, or makes one there. */
  ImageStoreProvider forOpening(Path root, StorageChoice choice) {
    return choice.storage().isPresent()
        ? named(choice.storage().get())
        : ownOf(root).orElseGet(() -> bestFor(root));
  }

  /** Returns what a store is converted by. */
  ImageStoreProvider forConverting(Path root, StorageChoice choice) {
    return choice.storage().map(this::named).orElseGet(() -> bestFor(root));
  }

  /** Returns what repairs a store that cannot be opened: it says which storage made it, or not. */
  ImageStoreProvider forRepairing(Path root, StorageChoice choice) {
    if (choice.storage().isPresent()) {
      return named(choice.storage().get());
    }
    return providers.stream()
        .filter(provider -> isRecognised(provider, root))
        .findFirst()
        .orElseThrow(
            () ->
                new UnsupportedStorageException(
                    root
                        + " does not say any more which storage made it: say so, such as by"
                        + " StorageChoice.of(\"vfs\")"));
  }

  private static boolean isRecognised(ImageStoreProvider provider, Path root) {
    try {
      return provider.recognises(root);
    } catch (CorruptStoreException e) {
      return false;
    }
  }

  private ImageStoreProvider named(String name) {
    return providers.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UnsupportedStorageException(
                    "unknown storage "
                        + name
                        + ": on the class or module path "
                        + (providers.isEmpty() ? "is none" : "are " + names())));
  }

  private String names() {
    return providers.stream().map(ImageStoreProvider::name).collect(Collectors.joining(", "));
  }

  private ImageStoreProvider bestFor(Path root) {
    return firstThatWorks(
        root,
        providers,
        "no storage that is on the class or module path works here; add lamina-storage-vfs, which"
            + " works everywhere");
  }

  /** Returns what opens a directory that is a store already. */
  private Optional<ImageStoreProvider> ownOf(Path root) {
    List<ImageStoreProvider> own =
        providers.stream().filter(provider -> provider.recognises(root)).toList();
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(
            firstThatWorks(
                root,
                own,
                "the store "
                    + root
                    + " is of a storage that does not work here; make that work, or convert the"
                    + " store, such as by ImageStore.convert(root, StorageChoice.of(\"vfs\"))"));
  }

  private static ImageStoreProvider firstThatWorks(
      Path root, List<ImageStoreProvider> candidates, String failure) {
    StringBuilder reasons = new StringBuilder(failure);
    for (ImageStoreProvider provider : candidates) {
      Optional<String> reason = provider.unavailable(root);
      if (reason.isEmpty()) {
        return provider;
      }
      reasons.append('\n').append(provider.name()).append(": ").append(reason.get());
    }
    throw new UnsupportedStorageException(reasons.toString());
  }
}
