/** A docker-shaped command line, written against the public API only. */
@NullMarked
package dev.lamina.examples.cli;

import org.jspecify.annotations.NullMarked;
