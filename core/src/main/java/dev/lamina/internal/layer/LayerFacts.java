package dev.lamina.internal.layer;

/**
 * What an index knows of its layer as a whole.
 *
 * @param size the bytes that engines count: the length of every file and symbolic link, each file
 *     once however many names it has
 * @param tarSize the length of the unpacked tar
 * @param entries how many paths the layer names, whiteouts included
 * @param duplicates how many members were replaced by a later one of the same path
 */
public record LayerFacts(long size, long tarSize, long entries, long duplicates) {}
