/** The templates of {@code --format}: Go's, as far as engines' command lines need them. */
@NullMarked
package dev.lamina.examples.cli.template;

import org.jspecify.annotations.NullMarked;
