package dev.lamina.internal.layer;

import dev.lamina.FileChange;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.TreeNode;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two trees at one path.
 *
 * @param kind what became of the path
 * @param below what was there; null if it was added
 * @param above what is there now; null if it was deleted
 */
public record TreeChange(
    FileChange.Kind kind, EntryPath path, @Nullable TreeNode below, @Nullable TreeNode above) {}
