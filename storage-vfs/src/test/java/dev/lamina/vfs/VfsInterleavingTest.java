package dev.lamina.vfs;

import dev.lamina.engine.ImageStores;
import dev.lamina.faults.InterleavingContract;
import dev.lamina.faults.Opening;

/** A store of this storage withstands what others do to it. */
final class VfsInterleavingTest implements InterleavingContract {
  @Override
  public Opening opening() {
    return (root, options) -> ImageStores.open(root, new VfsDriver(), options);
  }
}
