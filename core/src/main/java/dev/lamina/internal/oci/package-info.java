/** The JSON documents of images: nobody else knows what is in them. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.oci;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
