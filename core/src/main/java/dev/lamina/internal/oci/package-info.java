/** The JSON documents of images: the only place that knows a JSON library. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.oci;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
