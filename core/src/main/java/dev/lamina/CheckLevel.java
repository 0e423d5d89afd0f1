package dev.lamina;

/** How closely a store is checked. Each level includes those before it. */
public enum CheckLevel {
  /**
   * Everything is where it is to be: the marker, each line of the journal, every file that the
   * catalogue names with its length, nothing that does not belong there, permissions. No blob is
   * read.
   */
  STRUCTURE,
  /** Every blob is read, and has the digest that it is called by. */
  DIGESTS,
  /**
   * Every layer is decoded, and is what its DiffID says; what is kept besides, such as indexes and
   * unpacked files, says what the layer says; changes of containers can be read.
   */
  CONTENTS,
  /** Every image is mounted, and all of it is read once. */
  MOUNTABLE;

  /** Returns whether what another level looks at is looked at, too. */
  public boolean includes(CheckLevel other) {
    return compareTo(other) >= 0;
  }
}
