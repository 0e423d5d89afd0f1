package dev.lamina.internal.layer;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.util.Arrays;

/**
 * Compares files as engines do: by what {@code stat} says of them, and never by what they hold. Of
 * directories neither size nor time counts.
 *
 * @param rewrittenCounts whether a file that was written anew is another one, though nothing shows
 *     it
 */
public record EngineComparison(boolean rewrittenCounts) implements NodeComparison {
  private static final String CAPABILITY = "security.capability";
  private static final long NANOS = 1_000_000_000L;

  @Override
  public boolean isSame(EntryPath path, TreeNode below, TreeNode above) {
    return !(rewrittenCounts && isRewritten(below, above)) && isSameInode(below, above);
  }

  /** Whatever is changed of a file, overlayfs writes it anew. */
  private static boolean isRewritten(TreeNode below, TreeNode above) {
    return above.type() == NodeType.FILE
        && !(below.origin().equals(above.origin())
            && LayerComparison.isSameButTime(below.attributes(), above.attributes()));
  }

  private static boolean isSameInode(TreeNode below, TreeNode above) {
    EntryAttributes before = below.attributes();
    EntryAttributes after = above.attributes();
    return before.mode() == after.mode()
        && before.uid() == after.uid()
        && before.gid() == after.gid()
        && Arrays.equals(before.xattrs().get(CAPABILITY), after.xattrs().get(CAPABILITY))
        && (above.type() == NodeType.DIRECTORY
            || (isSameTime(before.modifiedNanos(), after.modifiedNanos())
                && isSameContent(below, above)));
  }

  /** A time without a fraction may be one whose fraction was lost. */
  private static boolean isSameTime(long before, long after) {
    return before == after
        || (Math.floorDiv(before, NANOS) == Math.floorDiv(after, NANOS)
            && (Math.floorMod(before, NANOS) == 0 || Math.floorMod(after, NANOS) == 0));
  }

  private static boolean isSameContent(TreeNode below, TreeNode above) {
    return below.size() == above.size()
        && below.deviceMajor() == above.deviceMajor()
        && below.deviceMinor() == above.deviceMinor()
        && Arrays.equals(below.linkTarget(), above.linkTarget());
  }
}
