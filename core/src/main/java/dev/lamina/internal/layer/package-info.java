/** One layer's entries as a compact sorted index, and the union of a stack of them. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.layer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
