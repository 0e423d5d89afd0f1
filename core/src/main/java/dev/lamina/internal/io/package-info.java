/** Files written whole or not at all. */
@NullMarked
@CheckReturnValue
package dev.lamina.internal.io;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
