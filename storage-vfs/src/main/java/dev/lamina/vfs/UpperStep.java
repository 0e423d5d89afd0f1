package dev.lamina.vfs;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One step under way: what is to be changed, and is not yet. */
final class UpperStep {
  private final UpperState state;
  private final long now;
  private final Map<Long, UpperInode> made = new LinkedHashMap<>();
  private final Map<UpperInode, InodeState> states = new LinkedHashMap<>();
  private final List<UpperRecord> entries = new ArrayList<>();
  private final List<UpperRecord.Drop> drops = new ArrayList<>();
  private long nextId;

  UpperStep(UpperState state, long now) {
    this.state = state;
    this.now = now;
    this.nextId = state.nextId();
  }

  /** Returns the inode of a file, which after the step there is. */
  UpperInode touch(UpperNode node) {
    UpperInode inode = node.inode();
    if (inode != null) {
      return inode;
    }
    return made.computeIfAbsent(node.lower().fileId(), id -> inodeOf(node));
  }

  private UpperInode inodeOf(UpperNode node) {
    TreeNode lower = node.lower();
    return inode(state.lowerOf(node), lower);
  }

  /** Returns an inode for a deleted file that only those know who have the node. */
  static UpperInode deleted(UpperState state, UpperNode node) {
    UpperInode inode = inode(state.lowerOf(node), node.lower());
    inode.state(inode.state().withLinks(0));
    return inode;
  }

  private static UpperInode inode(Lower place, TreeNode lower) {
    EntryAttributes attributes = lower.attributes();
    InodeState first = InodeState.of(attributes, attributes.modifiedNanos(), lower.linkCount());
    return lower.type() == NodeType.DIRECTORY
        ? new UpperDirectory(place.id(), place, first)
        : new UpperFile(place.id(), lower.type(), place, first, UpperFile.Fixed.of(lower));
  }

  UpperDirectory touchDirectory(UpperNode node) {
    return (UpperDirectory) touch(node);
  }

  /** Returns a new file for a directory. */
  UpperInode make(NewNode what, UpperDirectory directory) {
    boolean isDirectory = what.type() == NodeType.DIRECTORY;
    InodeState parent = current(directory);
    boolean givesGroup = parent.givesGroup();
    long gid = givesGroup ? parent.attributes().gid() : what.gid();
    int mode = givesGroup && isDirectory ? InodeState.withGroupGiven(what.mode()) : what.mode();
    InodeState first =
        InodeState.of(new EntryAttributes(mode, what.uid(), gid, now, Map.of()), now);
    long id = nextId++;
    UpperInode inode =
        isDirectory
            ? new UpperDirectory(id, null, first)
            : new UpperFile(
                id,
                what.type(),
                null,
                first,
                new UpperFile.Fixed(what.target().clone(), what.major(), what.minor()));
    made.put(id, inode);
    return inode;
  }

  /** Returns what an inode will be after the step. */
  InodeState current(UpperInode inode) {
    return states.getOrDefault(inode, inode.state());
  }

  void update(UpperInode inode, InodeState newState) {
    states.put(inode, newState);
  }

  /** Notes that the inode changes, which no other time tells. */
  void changed(UpperInode inode) {
    update(inode, current(inode).withChanged(now));
  }

  /** Gives a name to an inode. */
  void enter(UpperDirectory directory, byte[] name, UpperInode inode) {
    entries.add(new UpperRecord.Enter(directory, name.clone(), inode));
    modified(directory);
  }

  /** Takes a name away, and hides what is below. */
  void leave(UpperDirectory directory, byte[] name) throws IOException {
    entries.add(
        isBelow(directory, name)
            ? new UpperRecord.Hide(directory, name.clone())
            : new UpperRecord.Clear(directory, name.clone()));
    modified(directory);
  }

  private boolean isBelow(UpperDirectory directory, byte[] name) throws IOException {
    Lower lower = directory.lower();
    return lower != null && state.below().child(lower.node(), name).isPresent();
  }

  private void modified(UpperDirectory directory) {
    update(directory, current(directory).withModified(now));
  }

  /** Notes that a file has one name more. */
  void addName(UpperNode node) {
    UpperInode inode = touch(node);
    update(inode, current(inode).withOneMoreLink().withChanged(now));
  }

  /** Notes that a file, or an empty directory, loses a name. */
  void removeName(UpperNode node) {
    UpperInode known = node.inode();
    if (known == null && (node.type() == NodeType.DIRECTORY || node.linkCount() == 1)) {
      return; // It is just not shown any more.
    }
    UpperInode inode = touch(node);
    InodeState before = current(inode);
    if (before.links() == 1) {
      drops.add(new UpperRecord.Drop(inode));
    } else {
      update(inode, before.withLinks(before.links() - 1).withChanged(now));
    }
  }

  /** Returns what is to be done, in this order. */
  List<UpperRecord> records() {
    List<UpperRecord> records = new ArrayList<>();
    for (UpperInode inode : made.values()) {
      inode.state(current(inode));
      records.add(new UpperRecord.Make(inode));
    }
    states.forEach(
        (inode, newState) -> {
          if (!made.containsKey(inode.id())) {
            records.add(new UpperRecord.Update(inode, newState));
          }
        });
    records.addAll(entries);
    records.addAll(drops);
    return records;
  }

  /** Returns the files that the step deletes. */
  List<UpperFile> deletedFiles() {
    return drops.stream()
        .map(UpperRecord.Drop::inode)
        .filter(UpperFile.class::isInstance)
        .map(UpperFile.class::cast)
        .toList();
  }
}
