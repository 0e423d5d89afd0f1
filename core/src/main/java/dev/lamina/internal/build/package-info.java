/** What a layer that is made here is to hold, and how it comes to lie on the layers below. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.build;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
