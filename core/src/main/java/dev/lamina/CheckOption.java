package dev.lamina;

/** An option of a check: a listener to report {@link Progress} to. */
public interface CheckOption {}
