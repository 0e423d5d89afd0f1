/** Compression as layers have it: decoders that can begin in the middle, encoders for all cores. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.compress;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
