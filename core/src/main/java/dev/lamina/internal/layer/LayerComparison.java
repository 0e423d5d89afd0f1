package dev.lamina.internal.layer;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableSet;

/**
 * Compares files by all that a layer says of them.
 *
 * @param wanted paths that are to be in the layer anyway
 * @param writer knows what a file would be written with
 */
record LayerComparison(NavigableSet<EntryPath> wanted, NodeWriter writer)
    implements NodeComparison {
  @Override
  public boolean isSame(EntryPath path, TreeNode below, TreeNode above) {
    return !wanted.contains(path)
        && isSameButTime(below.attributes(), above.attributes())
        && isSameTime(below.attributes(), above)
        && (above.type() == NodeType.DIRECTORY || below.origin().equals(above.origin()));
  }

  /** What has kept its time, or is written with the time that it had, is as it was. */
  private boolean isSameTime(EntryAttributes before, TreeNode above) {
    return before.modifiedNanos() == above.attributes().modifiedNanos()
        || before.modifiedNanos() == writer.attributes(above).modifiedNanos();
  }

  static boolean isSameButTime(EntryAttributes before, EntryAttributes after) {
    return before.mode() == after.mode()
        && before.uid() == after.uid()
        && before.gid() == after.gid()
        && isSame(before.xattrs(), after.xattrs());
  }

  private static boolean isSame(Map<String, byte[]> before, Map<String, byte[]> after) {
    return before.size() == after.size()
        && before.entrySet().stream()
            .allMatch(xattr -> Arrays.equals(xattr.getValue(), after.get(xattr.getKey())));
  }

  @Override
  public boolean isSameBelow(EntryPath path, TreeNode below, TreeNode above) {
    return below.origin().equals(above.origin()) && !isWantedBelow(path);
  }

  private boolean isWantedBelow(EntryPath directory) {
    EntryPath next = wanted.higher(directory);
    return next != null && next.isBelow(directory);
  }
}
