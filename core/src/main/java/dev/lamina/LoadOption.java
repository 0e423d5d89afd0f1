package dev.lamina;

/**
 * An option of a load: a {@link Platform} to choose where an archive has images of several, or a
 * listener to report progress to.
 */
public interface LoadOption {}
