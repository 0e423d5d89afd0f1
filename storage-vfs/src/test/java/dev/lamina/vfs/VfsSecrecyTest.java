package dev.lamina.vfs;

import dev.lamina.engine.ImageStores;
import dev.lamina.faults.Opening;
import dev.lamina.faults.SecrecyContract;

/** A store of this storage tells no secrets. */
final class VfsSecrecyTest implements SecrecyContract {
  @Override
  public Opening opening() {
    return (root, options) -> ImageStores.open(root, new VfsDriver(), options);
  }
}
