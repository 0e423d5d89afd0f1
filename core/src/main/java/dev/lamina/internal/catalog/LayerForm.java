package dev.lamina.internal.catalog;

import dev.lamina.Digest;

/**
 * One blob that holds a layer, of perhaps several that unpack to the same bytes.
 *
 * @param blob the digest of the blob
 * @param size its bytes
 * @param compression {@code plain}, {@code gzip} or {@code zstd}
 */
public record LayerForm(Digest blob, long size, String compression) {}
