package dev.lamina;

import java.util.Optional;

/**
 * What came of removing one of several images.
 *
 * @param argument what was asked to be removed
 * @param removal what was done, if it was not refused
 * @param failure why it was refused
 */
public record RemovalOutcome(
    String argument, Optional<Removal> removal, Optional<RuntimeException> failure) {}
