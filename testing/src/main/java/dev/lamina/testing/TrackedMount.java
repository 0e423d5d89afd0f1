package dev.lamina.testing;

import dev.lamina.Exporting;
import dev.lamina.Image;
import dev.lamina.Mount;
import java.nio.file.Path;

/** A mount that tells when it is closed, and knows where it was opened. */
class TrackedMount<M extends Mount> implements Mount {
  private final M mount;
  private final String name;
  private final OpenMounts open;
  private final Throwable opened;

  TrackedMount(M mount, String name, OpenMounts open) {
    this.mount = mount;
    this.name = name;
    this.open = open;
    this.opened = new Throwable("a mount of " + name + " was opened here");
  }

  M mount() {
    return mount;
  }

  Throwable opened() {
    return opened;
  }

  @Override
  public Path root() {
    return mount.root();
  }

  @Override
  public Image image() {
    return mount.image();
  }

  @Override
  public Exporting export() {
    return mount.export();
  }

  @Override
  public void writeRuntimeConfig(Path directory) {
    mount.writeRuntimeConfig(directory);
  }

  @Override
  public void close() {
    mount.close();
    open.remove(this);
  }

  @Override
  public void detach() {
    mount.detach();
    open.remove(this);
  }

  /** Returns what is mounted, as it was named. */
  @Override
  public String toString() {
    return name;
  }
}
