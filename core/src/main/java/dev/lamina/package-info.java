/**
 * Container images as values, and the store that keeps them.
 *
 * <p>Begin with {@link dev.lamina.ImageStore}, which a storage module opens, and {@link
 * dev.lamina.Image}, which it answers with. All values are immutable and safe for use by several
 * threads.
 */
@NullMarked
@CheckReturnValue
package dev.lamina;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
