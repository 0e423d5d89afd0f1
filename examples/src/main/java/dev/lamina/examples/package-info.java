/** Programs that show the library at work. */
@NullMarked
package dev.lamina.examples;

import org.jspecify.annotations.NullMarked;
