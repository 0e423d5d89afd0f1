/** Image archives and layouts, as they come from other tools. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.archive;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
