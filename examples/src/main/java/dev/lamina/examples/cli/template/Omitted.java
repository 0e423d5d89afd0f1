package dev.lamina.examples.cli.template;

/**
 * A field of a {@link Struct} that JSON leaves out.
 *
 * @param value what a template sees
 */
public record Omitted(Object value) {}
