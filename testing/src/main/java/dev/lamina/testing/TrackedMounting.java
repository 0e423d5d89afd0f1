package dev.lamina.testing;

import dev.lamina.Mount;
import dev.lamina.Mounting;
import dev.lamina.Platform;
import dev.lamina.WritableMount;
import java.nio.file.Path;

/** Tells which mounts it has made. */
record TrackedMounting(Mounting mounting, String name, OpenMounts open) implements Mounting {
  @Override
  public Mounting platform(Platform platform) {
    return new TrackedMounting(mounting.platform(platform), name, open);
  }

  @Override
  public Mounting asUser(long uid, long gid) {
    return new TrackedMounting(mounting.asUser(uid, gid), name, open);
  }

  @Override
  public Mounting at(Path directory) {
    return new TrackedMounting(mounting.at(directory), name, open);
  }

  @Override
  public WritableMount asOciBundle(Path directory) {
    return open.track(mounting.asOciBundle(directory), name);
  }

  @Override
  public Mount readOnly() {
    return open.track(mounting.readOnly(), name);
  }

  @Override
  public WritableMount readWrite() {
    return open.track(mounting.readWrite(), name);
  }
}
