/** What the store knows, as an immutable state, and the journal that keeps it. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.catalog;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
