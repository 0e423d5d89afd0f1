package dev.lamina.internal.catalog;

/**
 * What to do with the state at hand, and what to tell whoever asked.
 *
 * @param transaction the changes; perhaps none
 * @param answer what to tell once they are durable
 */
public record Decision<T>(Transaction transaction, T answer) {}
