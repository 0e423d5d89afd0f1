package dev.lamina.vfs;

/** One part of a step that changes a tree, as the log keeps it. */
sealed interface UpperRecord {
  /** There is an inode that was not known before. */
  record Make(UpperInode inode) implements UpperRecord {}

  /** An inode changes. */
  record Update(UpperInode inode, InodeState state) implements UpperRecord {}

  /** A directory has a name for an inode. */
  @SuppressWarnings("ArrayRecordComponent") // bytes as they are; compared nowhere
  record Enter(UpperDirectory directory, byte[] name, UpperInode inode) implements UpperRecord {}

  /** A directory does not show a name that is below. */
  @SuppressWarnings("ArrayRecordComponent") // bytes as they are; compared nowhere
  record Hide(UpperDirectory directory, byte[] name) implements UpperRecord {}

  /** A directory has no more to say of a name. */
  @SuppressWarnings("ArrayRecordComponent") // bytes as they are; compared nowhere
  record Clear(UpperDirectory directory, byte[] name) implements UpperRecord {}

  /** An inode has lost its last name. */
  record Drop(UpperInode inode) implements UpperRecord {}

  /**
   * The records so far say all that was true when the log was begun.
   *
   * @param nextId the number that the next new file gets
   */
  record Snapshot(long nextId) implements UpperRecord {}

  /** The records so far, and the contents that they tell of, are on the medium. */
  record Forced() implements UpperRecord {}
}
