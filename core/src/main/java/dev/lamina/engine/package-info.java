/**
 * The engine: what every store does, whatever its storage. {@link dev.lamina.engine.ImageStores}
 * opens it with a storage's driver; {@link dev.lamina.engine.ForwardingImageStore} lets a storage
 * offer it under its own name.
 */
@NullMarked
@CheckReturnValue
package dev.lamina.engine;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
