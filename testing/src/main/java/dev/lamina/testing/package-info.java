/** Stores for tests. Begin with {@link dev.lamina.testing.InMemoryImageStore}. */
@NullMarked
package dev.lamina.testing;

import org.jspecify.annotations.NullMarked;
