/** Layers as tar archives, read as hostile input. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.tar;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
