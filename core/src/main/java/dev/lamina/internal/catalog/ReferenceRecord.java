package dev.lamina.internal.catalog;

import dev.lamina.Digest;

/**
 * A name and the image it points to.
 *
 * @param reference the canonical form, such as {@code docker.io/library/ubuntu:latest}
 * @param image the image's ID
 */
public record ReferenceRecord(String reference, Digest image) {}
