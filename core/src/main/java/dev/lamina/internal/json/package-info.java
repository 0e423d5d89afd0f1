/** Trees of JSON, made without the parts of the library that take long to start. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
