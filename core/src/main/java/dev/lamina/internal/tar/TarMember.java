package dev.lamina.internal.tar;

import dev.lamina.spi.LayerEntry;
import org.jspecify.annotations.Nullable;

/**
 * A member of a layer's tar: what it says, and where its bytes lie in the unpacked tar.
 *
 * @param entry what the member puts into the tree, or takes away
 * @param headerOffset where its first header block begins
 * @param dataOffset where its contents begin; a multiple of 512
 * @param storedSize how many bytes of contents are stored
 * @param sparse which parts of a sparse file are stored; null for all others
 */
public record TarMember(
    LayerEntry entry,
    long headerOffset,
    long dataOffset,
    long storedSize,
    @Nullable SparseMap sparse) {}
