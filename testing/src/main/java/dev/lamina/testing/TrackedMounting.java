package dev.lamina.testing;

import dev.lamina.Mount;
import dev.lamina.Mounting;
import dev.lamina.Platform;
import dev.lamina.WritableMount;

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
  public Mount readOnly() {
    return open.track(mounting.readOnly(), name);
  }

  @Override
  public WritableMount readWrite() {
    return open.track(mounting.readWrite(), name);
  }
}
