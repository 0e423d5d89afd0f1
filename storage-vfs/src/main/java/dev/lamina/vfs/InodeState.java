package dev.lamina.vfs;

import dev.lamina.spi.EntryAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All of an inode that can change and is kept.
 *
 * @param changedNanos the time of the last change, in nanoseconds since 1970
 * @param links how many names the file has; 0 when it has been deleted
 * @param data which data file has the contents; 0 if they are those of the layer below, or none
 * @param isLinked whether it was given one more name: what is below does not say that the names are
 *     one file's
 */
record InodeState(
    EntryAttributes attributes, long changedNanos, int links, long data, boolean isLinked) {
  private static final int SET_ID_BITS = 06000;
  private static final int SET_USER_ID = 04000;
  private static final int SET_GROUP_ID = 02000;
  private static final int GROUP_EXECUTE = 010;
  private static final String CAPABILITY = "security.capability";

  /** What an inode is made with that has one name. */
  static InodeState of(EntryAttributes attributes, long changedNanos) {
    return of(attributes, changedNanos, 1);
  }

  /** What an inode is made with whose contents are not changed. */
  static InodeState of(EntryAttributes attributes, long changedNanos, int links) {
    return new InodeState(attributes, changedNanos, links, 0, false);
  }

  InodeState withChanged(long nanos) {
    return new InodeState(attributes, nanos, links, data, isLinked);
  }

  InodeState withLinks(int newLinks) {
    return new InodeState(attributes, changedNanos, newLinks, data, isLinked);
  }

  InodeState withOneMoreLink() {
    return new InodeState(attributes, changedNanos, links + 1, data, true);
  }

  InodeState withData(long number) {
    return new InodeState(attributes, changedNanos, links, number, isLinked);
  }

  private InodeState with(EntryAttributes newAttributes) {
    return new InodeState(newAttributes, changedNanos, links, data, isLinked);
  }

  private InodeState withMode(int mode) {
    EntryAttributes a = attributes;
    return with(new EntryAttributes(mode, a.uid(), a.gid(), a.modifiedNanos(), a.xattrs()));
  }

  /** Returns what it is after contents have been modified. */
  InodeState withModified(long nanos) {
    EntryAttributes a = attributes;
    return with(new EntryAttributes(a.mode(), a.uid(), a.gid(), nanos, a.xattrs()))
        .withChanged(nanos);
  }

  /** Returns what it is after a write: the kernel takes away what the old contents were given. */
  InodeState withoutPrivileges(boolean isRoot) {
    return (isRoot ? this : withoutSetId()).withoutCapability();
  }

  /** Returns what it is after a change of the owner, which is different even for root. */
  InodeState withoutOwnersPrivileges() {
    return withoutSetId().withoutCapability();
  }

  // Without the group's execute bit the set-group-ID bit does not give any rights.
  private InodeState withoutSetId() {
    int mode = attributes.mode();
    int bits = (mode & GROUP_EXECUTE) != 0 ? SET_ID_BITS : SET_USER_ID;
    return (mode & bits) == 0 ? this : withMode(mode & ~bits);
  }

  private InodeState withoutCapability() {
    return attributes.xattrs().containsKey(CAPABILITY)
        ? withXattrs(Map.of(CAPABILITY, Optional.empty()))
        : this;
  }

  private InodeState withXattrs(Map<String, Optional<byte[]>> change) {
    if (change.isEmpty()) {
      return this;
    }
    Map<String, byte[]> xattrs = new HashMap<>(attributes.xattrs());
    change.forEach(
        (name, value) ->
            value.ifPresentOrElse(
                bytes -> xattrs.put(name, bytes.clone()), () -> xattrs.remove(name)));
    EntryAttributes a = attributes;
    return with(
        new EntryAttributes(a.mode(), a.uid(), a.gid(), a.modifiedNanos(), Map.copyOf(xattrs)));
  }

  /** Returns what a change makes of it. */
  InodeState with(AttributeChange change, boolean isDirectory) {
    boolean changesOwner = change.uid().isPresent() || change.gid().isPresent();
    InodeState from = changesOwner && !isDirectory ? withoutOwnersPrivileges() : this;
    EntryAttributes old = from.attributes;
    return from.with(
            new EntryAttributes(
                change.mode().orElse(old.mode()),
                change.uid().orElse(old.uid()),
                change.gid().orElse(old.gid()),
                change.modifiedNanos().orElse(old.modifiedNanos()),
                old.xattrs()))
        .withXattrs(change.xattrs());
  }

  /** Returns whether what is made in a directory gets the directory's group. */
  boolean givesGroup() {
    return (attributes.mode() & SET_GROUP_ID) != 0;
  }

  /** Returns the mode of a directory made in one that gives its group. */
  static int withGroupGiven(int mode) {
    return mode | SET_GROUP_ID;
  }
}
