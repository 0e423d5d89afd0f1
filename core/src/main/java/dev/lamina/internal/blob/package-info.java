/** Contents by digest: received, verified, kept byte for byte, read at any place. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.blob;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
