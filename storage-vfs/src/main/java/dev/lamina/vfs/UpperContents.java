package dev.lamina.vfs;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The open files of a tree, by the number of the file, and a few that were open lately. */
final class UpperContents {
  private static final System.Logger LOGGER = System.getLogger(UpperContents.class.getName());
  private static final int IDLE = 32;

  private final LayerTree below;
  private final DataFiles files;
  private final Owner owner;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Use> used = new HashMap<>();
  private final Map<Long, UpperContent> idle = new LinkedHashMap<>();

  UpperContents(LayerTree below, DataFiles files, Owner owner) {
    this.below = below;
    this.files = files;
    this.owner = owner;
  }

  /** Who keeps what becomes of files whose contents change. */
  interface Owner {
    /** Notes that contents are in a data file now, and modified. */
    void copied(UpperFile file, long data) throws IOException;

    /** Notes that contents have been modified. */
    void written(UpperFile file) throws IOException;
  }

  /** How many use a file's contents. */
  private static final class Use {
    final UpperContent content;
    @Nullable UpperFile deleted;
    int count;

    Use(UpperContent content) {
      this.content = content;
    }
  }

  LayerTree below() {
    return below;
  }

  DataFiles files() {
    return files;
  }

  void copied(UpperFile file, long data) throws IOException {
    owner.copied(file, data);
  }

  void written(UpperFile file) throws IOException {
    owner.written(file);
  }

  void changed(long data) {
    files.changed(data);
  }

  ChangesFile openData(UpperContent content, long number) throws IOException {
    lock.lock();
    try {
      return content.dataOnce(files, number);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the contents of a file, to be released. */
  UpperContent acquire(UpperNode node) {
    lock.lock();
    try {
      Use use = used.computeIfAbsent(node.fileId(), id -> new Use(content(id, node)));
      use.count++;
      if (node.inode() instanceof UpperFile file) {
        use.content.file(file);
      }
      return use.content;
    } finally {
      lock.unlock();
    }
  }

  private UpperContent content(long id, UpperNode node) {
    UpperContent known = idle.remove(id);
    if (known != null) {
      return known;
    }
    UpperInode inode = node.inode();
    return inode == null
        ? new UpperContent(this, id, node.lower(), null)
        : new UpperContent(this, id, lowerOf(inode), (UpperFile) inode);
  }

  private static @Nullable TreeNode lowerOf(UpperInode inode) {
    Lower lower = inode.lower();
    return lower == null ? null : lower.node();
  }

  /** Lets go of contents; those of a deleted file are deleted when nobody uses them. */
  void release(UpperContent content) throws IOException {
    lock.lock();
    try {
      Use use = used.get(content.id());
      if (use == null || --use.count > 0) {
        return; // The tree is closed, or others use it.
      }
      used.remove(content.id());
      if (use.deleted != null) {
        content.close();
        delete(use.deleted);
      } else {
        idle.put(content.id(), content);
        closeEldest();
      }
    } finally {
      lock.unlock();
    }
  }

  private void closeEldest() throws IOException {
    if (idle.size() > IDLE) {
      Iterator<UpperContent> eldest = idle.values().iterator();
      UpperContent content = eldest.next();
      eldest.remove();
      content.close();
    }
  }

  /** Deletes the contents of a deleted file, now or when nobody uses them any more. */
  void deleted(UpperFile file) throws IOException {
    lock.lock();
    try {
      Use use = used.get(file.id());
      if (use != null) {
        use.content.file(file);
        use.deleted = file;
        return;
      }
      UpperContent content = idle.remove(file.id());
      if (content != null) {
        content.close();
      }
      delete(file);
    } finally {
      lock.unlock();
    }
  }

  // The file is gone whether or not this works; what is left goes when the tree is opened again.
  private void delete(UpperFile file) {
    long number = file.state().data();
    if (number != 0) {
      try {
        files.delete(number);
      } catch (IOException e) {
        LOGGER.log(Level.DEBUG, "cannot delete the contents of a deleted file", e);
      }
    }
  }

  void close() throws IOException {
    lock.lock();
    try {
      List<UpperContent> open = new ArrayList<>(idle.values());
      used.values().forEach(use -> open.add(use.content));
      List<Use> ended = List.copyOf(used.values());
      idle.clear();
      used.clear();
      closeAll(open);
      for (Use use : ended) {
        if (use.deleted != null) {
          delete(use.deleted);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes all of them, whatever fails. */
  private static void closeAll(List<UpperContent> contents) throws IOException {
    @Nullable IOException failure = null;
    for (UpperContent content : contents) {
      try {
        content.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
