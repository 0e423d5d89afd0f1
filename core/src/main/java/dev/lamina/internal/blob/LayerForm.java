package dev.lamina.internal.blob;

import dev.lamina.Digest;
import dev.lamina.internal.compress.Compression;

/**
 * A layer as a blob.
 *
 * @param blob the blob's digest
 * @param compression how it is compressed
 */
public record LayerForm(Digest blob, Compression compression) {}
