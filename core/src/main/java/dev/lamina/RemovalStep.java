package dev.lamina;

/** One thing that a removal does. Its text is the engine's line. */
public sealed interface RemovalStep {
  /** A name is taken from its image. */
  record Untagged(Reference reference) implements RemovalStep {
    @Override
    public String toString() {
      return "Untagged: " + reference;
    }
  }

  /** An image is removed. */
  record Deleted(ImageId image) implements RemovalStep {
    @Override
    public String toString() {
      return "Deleted: " + image;
    }
  }

  /**
   * A layer, as the top of a stack, is not needed any more.
   *
   * @param chainId the digest of the layer with all layers below it
   * @param size the bytes of its files
   */
  record Released(Digest chainId, long size) implements RemovalStep {
    @Override
    public String toString() {
      return "Deleted: " + chainId;
    }
  }
}
