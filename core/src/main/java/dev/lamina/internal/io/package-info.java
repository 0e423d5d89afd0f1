/** Files written whole or not at all, and the streams that others are made of. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.io;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
