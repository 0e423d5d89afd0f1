package dev.lamina.internal.tar;

import dev.lamina.spi.LayerEntry;
import org.jspecify.annotations.Nullable;

/**
 * A member of a tar archive, and where its bytes are in the unpacked archive.
 *
 * @param entry what the member says
 * @param headerOffset where its first header starts, those of its extensions included
 * @param dataOffset where its data starts; a multiple of 512
 * @param storedSize how many bytes of data the archive has; 0 for what is no file
 * @param sparse where the stored bytes belong, if the file has holes; otherwise null
 */
public record TarMember(
    LayerEntry entry,
    long headerOffset,
    long dataOffset,
    long storedSize,
    @Nullable SparseMap sparse) {}
