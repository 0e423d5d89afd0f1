package dev.lamina.vfs;

import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that is different from the tree below, in memory: the inodes, which know the rest. */
final class UpperState {
  // The numbers of files below are those of records in indices: small.
  private static final long FIRST_OWN_ID = 1L << 40;

  private final LayerTree below;
  private final Map<Long, UpperInode> inodes = new HashMap<>();
  // The directories below under which something has been changed.
  private final Map<Long, Lower> changedBelow = new HashMap<>();
  private boolean hasChangedSharedFile;
  private long nextId = FIRST_OWN_ID;

  UpperState(LayerTree below) {
    this.below = below;
  }

  LayerTree below() {
    return below;
  }

  @Nullable UpperInode inode(long id) {
    return inodes.get(id);
  }

  Collection<UpperInode> inodes() {
    return inodes.values();
  }

  long nextId() {
    return nextId;
  }

  /** Sees to it that no number below this one is given to a new file. */
  private void skipIds(long next) {
    nextId = Math.max(nextId, next);
  }

  /**
   * Returns whether something under a directory below may have been changed. The other names of a
   * changed file are not known: if it has any, they may be anywhere.
   */
  boolean isChangedBelow(long id) {
    return hasChangedSharedFile || changedBelow.containsKey(id);
  }

  UpperNode root() {
    return UpperNode.of(this, null, below.root());
  }

  void apply(UpperRecord record) {
    if (record instanceof UpperRecord.Make make) {
      add(make.inode());
    } else if (record instanceof UpperRecord.Update update) {
      update.inode().state(update.state());
    } else if (record instanceof UpperRecord.Enter enter) {
      enter(enter.directory(), enter.name(), enter.inode());
    } else if (record instanceof UpperRecord.Hide hide) {
      hide.directory().entries().put(hide.name(), UpperDirectory.WHITEOUT);
    } else if (record instanceof UpperRecord.Clear clear) {
      clear.directory().entries().remove(clear.name());
    } else if (record instanceof UpperRecord.Drop drop) {
      remove(drop.inode());
    } else if (record instanceof UpperRecord.Snapshot snapshot) {
      skipIds(snapshot.nextId());
    }
  }

  private void add(UpperInode inode) {
    inodes.put(inode.id(), inode);
    Lower lower = inode.lower();
    if (lower == null) {
      skipIds(inode.id() + 1);
      return;
    }
    if (inode.type() != NodeType.DIRECTORY && lower.node().linkCount() > 1) {
      hasChangedSharedFile = true;
    }
    for (Lower at = lower.parent(); at != null; at = at.parent()) {
      if (changedBelow.putIfAbsent(at.id(), at) != null) {
        break;
      }
    }
  }

  private static void enter(UpperDirectory directory, byte[] name, UpperInode inode) {
    directory.entries().put(name, inode);
    if (inode instanceof UpperDirectory moved) {
      moved.moveTo(directory, name);
    }
  }

  private void remove(UpperInode inode) {
    inodes.remove(inode.id());
    inode.state(inode.state().withLinks(0));
    if (inode instanceof UpperDirectory directory) {
      directory.entries().clear();
    }
  }

  /** Returns the place below of a node that has no inode. */
  Lower lowerOf(UpperNode node) {
    Deque<TreeNode> names = new ArrayDeque<>();
    UpperNode at = node;
    Lower place = knownPlace(at);
    while (place == null) {
      names.push(at.lower());
      UpperNode parent = at.parent();
      if (parent == null) {
        break;
      }
      at = parent;
      place = knownPlace(at);
    }
    for (TreeNode name : names) {
      place = new Lower(place, name);
    }
    return Objects.requireNonNull(place);
  }

  private @Nullable Lower knownPlace(UpperNode node) {
    UpperInode inode = node.inode();
    if (inode != null) {
      return Objects.requireNonNull(inode.lower());
    }
    return node.lower().type() == NodeType.DIRECTORY
        ? changedBelow.get(node.lower().fileId())
        : null;
  }

  /** Returns the directory that a directory is in; null for the root. */
  @Nullable UpperNode parentOf(UpperNode node) {
    if (node.inode() instanceof UpperDirectory directory) {
      UpperDirectory parent = directory.parent();
      return parent == null ? parentBelow(directory.lower()) : nodeOf(parent);
    }
    UpperNode parent = node.parent();
    return parent == null ? parentBelow(changedBelow.get(node.lower().fileId())) : parent;
  }

  // A directory that has something changed under it is known by its place.
  private @Nullable UpperNode parentBelow(@Nullable Lower place) {
    Lower parent = place == null ? null : place.parent();
    return parent == null ? null : UpperNode.of(this, null, parent.node());
  }

  private UpperNode nodeOf(UpperDirectory directory) {
    return UpperNode.of(this, null, directory.name(), directory);
  }

  /** Returns what is below at a path. */
  Optional<Lower> place(EntryPath path) throws IOException {
    Lower place = new Lower(null, below.root());
    int start = 0;
    byte[] bytes = path.bytes();
    while (start < bytes.length) {
      int end = start;
      while (end < bytes.length && bytes[end] != '/') {
        end++;
      }
      Lower next =
          place.node().type() == NodeType.DIRECTORY ? child(place, bytes, start, end) : null;
      if (next == null) {
        return Optional.empty();
      }
      place = next;
      start = end + 1;
    }
    return Optional.of(place);
  }

  private @Nullable Lower child(Lower parent, byte[] path, int start, int end) throws IOException {
    byte[] name = Arrays.copyOfRange(path, start, end);
    Lower known = changedBelow.get(parent.id());
    Lower in = known == null ? parent : known;
    return below.child(in.node(), name).map(node -> new Lower(in, node)).orElse(null);
  }

  /** Returns records that make this state out of an empty one: first all inodes, then the names. */
  List<UpperRecord> records() {
    List<UpperRecord> records = new ArrayList<>();
    inodes.values().forEach(inode -> records.add(new UpperRecord.Make(inode)));
    for (UpperInode inode : inodes.values()) {
      if (inode instanceof UpperDirectory directory) {
        directory.entries().forEach((name, child) -> records.add(entry(directory, name, child)));
      }
    }
    return records;
  }

  private static UpperRecord entry(UpperDirectory directory, byte[] name, UpperInode child) {
    return child == UpperDirectory.WHITEOUT
        ? new UpperRecord.Hide(directory, name)
        : new UpperRecord.Enter(directory, name, child);
  }
}
