package dev.lamina.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Images;
import dev.lamina.Inspection;
import dev.lamina.LoadOption;
import dev.lamina.Mounting;
import dev.lamina.Reference;
import dev.lamina.StoreInfo;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
  public StoreInfo info() {
    return store.info();
  }

  @Override
  public void close() {
    store.close();
  }
}
