/** Entries of layers as files of a directory, which nothing in a layer can leave. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.unpack;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
