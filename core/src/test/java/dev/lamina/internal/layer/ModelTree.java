package dev.lamina.internal.layer;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The plainest thing that applies layers one after another: a sorted map of paths. */
final class ModelTree {
  /** What is at a path; names of one file share {@code identity}. */
  record Node(
      NodeType type, EntryAttributes attributes, byte[] content, Object identity, int layer) {}

  private final TreeMap<EntryPath, Node> nodes = new TreeMap<>();
  private final Map<Object, Set<EntryPath>> names = new HashMap<>();
  private int layers;

  ModelTree() {
    nodes.put(EntryPath.ROOT, unnamed());
  }

  private static Node unnamed() {
    return directory(EntryAttributes.UNNAMED_DIRECTORY, -1);
  }

  private static Node directory(EntryAttributes attributes, int layer) {
    return new Node(NodeType.DIRECTORY, attributes, new byte[0], new Object(), layer);
  }

  /** Applies a layer; files find their contents in the map. */
  void apply(List<LayerEntry> entries, Map<EntryPath, byte[]> contents) {
    for (LayerEntry entry : entries) {
      if (entry instanceof LayerEntry.Whiteout) {
        removeBelow(entry.path());
        nodes.remove(entry.path());
      } else if (entry instanceof LayerEntry.Opaque) {
        removeBelow(entry.path());
        if (!entry.path().isRoot()) {
          nodes.computeIfPresent(entry.path(), (path, node) -> unnamed());
        }
      }
    }
    Map<EntryPath, Object> identities = new HashMap<>();
    for (LayerEntry entry : entries) {
      addParents(entry.path());
      add(entry, contents, identities);
    }
    layers++;
  }

  private void removeBelow(EntryPath path) {
    nodes.keySet().removeIf(other -> !other.equals(path) && isBelow(other, path));
  }

  private static boolean isBelow(EntryPath path, EntryPath ancestor) {
    EntryPath at = path;
    while (!at.equals(ancestor)) {
      if (at.isRoot()) {
        return false;
      }
      at = at.parent();
    }
    return true;
  }

  private void addParents(EntryPath path) {
    for (EntryPath at = path; !at.isRoot(); ) {
      at = at.parent();
      makeDirectory(at);
    }
  }

  private void makeDirectory(EntryPath path) {
    Node before = nodes.get(path);
    if (before == null || before.type() != NodeType.DIRECTORY) {
      nodes.put(path, unnamed());
    }
  }

  private void add(
      LayerEntry entry, Map<EntryPath, byte[]> contents, Map<EntryPath, Object> identities) {
    EntryPath path = entry.path();
    if (entry instanceof LayerEntry.Opaque) {
      makeDirectory(path);
    } else if (entry instanceof LayerEntry.Directory directory) {
      nodes.put(path, directory(directory.attributes(), layers));
    } else if (entry instanceof LayerEntry.HardLink link) {
      put(path, nodes.get(link.target()), identities.get(link.target()), identities);
    } else if (entry instanceof LayerEntry.File file) {
      Node node = new Node(NodeType.FILE, file.attributes(), contents.get(path), "", layers);
      put(path, node, new Object(), identities);
    } else if (entry instanceof LayerEntry.Symlink link) {
      EntryAttributes kept = LinuxAttributes.ofSymlink(link.attributes());
      Node node = new Node(NodeType.SYMLINK, kept, link.target(), "", layers);
      put(path, node, new Object(), identities);
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      EntryAttributes kept = LinuxAttributes.ofSpecial(fifo.attributes());
      Node node = new Node(NodeType.FIFO, kept, new byte[0], "", layers);
      put(path, node, new Object(), identities);
    }
  }

  private void put(EntryPath path, Node node, Object identity, Map<EntryPath, Object> identities) {
    removeBelow(path);
    Object before = identities.put(path, identity);
    if (before != null) {
      names.get(before).remove(path);
    }
    names.computeIfAbsent(identity, key -> new HashSet<>()).add(path);
    nodes.put(
        path, new Node(node.type(), node.attributes(), node.content(), identity, node.layer()));
  }

  Node node(EntryPath path) {
    return nodes.get(path);
  }

  Set<EntryPath> paths() {
    return nodes.keySet();
  }

  int linkCount(EntryPath path) {
    Node node = nodes.get(path);
    return node.type() == NodeType.DIRECTORY ? 1 : names.get(node.identity()).size();
  }

  List<EntryPath> children(EntryPath directory) {
    List<EntryPath> children = new ArrayList<>();
    for (EntryPath path : nodes.keySet()) {
      if (!path.isRoot() && path.parent().equals(directory)) {
        children.add(path);
      }
    }
    return children;
  }
}
