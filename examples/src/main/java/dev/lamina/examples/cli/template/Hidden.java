package dev.lamina.examples.cli.template;

import org.jspecify.annotations.Nullable;

/**
 * A field of a {@link Struct} that only JSON shows: Go may call it {@code ID} where JSON has {@code
 * Id}.
 *
 * @param value what JSON shows
 */
public record Hidden(@Nullable Object value) {}
