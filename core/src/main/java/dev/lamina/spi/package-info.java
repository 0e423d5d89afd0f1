/**
 * What a storage implements and sees: {@link dev.lamina.spi.StorageDriver} turns a {@link
 * dev.lamina.spi.LayerStack} into a file tree. Names are bytes here, as they are in a layer.
 */
@NullMarked
@CheckReturnValue
package dev.lamina.spi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
