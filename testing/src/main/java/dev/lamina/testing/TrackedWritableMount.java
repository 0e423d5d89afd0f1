package dev.lamina.testing;

import dev.lamina.Committing;
import dev.lamina.FileChange;
import dev.lamina.WritableMount;
import java.util.stream.Stream;

/** A writable mount that tells when it is closed. */
final class TrackedWritableMount extends TrackedMount<WritableMount> implements WritableMount {
  TrackedWritableMount(WritableMount mount, String name, OpenMounts open) {
    super(mount, name, open);
  }

  @Override
  public Stream<FileChange> changes() {
    return mount().changes();
  }

  @Override
  public Committing commit() {
    return mount().commit();
  }
}
