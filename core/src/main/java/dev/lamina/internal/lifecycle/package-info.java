/** Pure functions of the store's state: resolving, listing, planning. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.lifecycle;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
