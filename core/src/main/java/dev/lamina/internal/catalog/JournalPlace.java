package dev.lamina.internal.catalog;

/**
 * A place between two lines of the journal.
 *
 * @param sequence the number of the transaction before it
 * @param offset where that ends in the file, as long as the file is not written anew
 */
public record JournalPlace(long sequence, long offset) {}
