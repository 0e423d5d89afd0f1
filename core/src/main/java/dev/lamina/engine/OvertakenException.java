package dev.lamina.engine;

import dev.lamina.ImageStoreException;

/** Thrown to itself by a load that relied on something a removal has taken away meanwhile. */
final class OvertakenException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  OvertakenException(String what) {
    super(what + " was removed while the archive was loaded");
  }
}
