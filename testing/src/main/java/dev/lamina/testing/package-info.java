/**
 * Stores, images and assertions for tests. Begin with {@link
 * dev.lamina.testing.InMemoryImageStore}, or with {@link dev.lamina.testing.LaminaExtension} where
 * JUnit runs the tests; {@link dev.lamina.testing.SampleImage} fills the store, and {@link
 * dev.lamina.testing.LaminaAssertions} looks at it.
 */
@NullMarked
package dev.lamina.testing;

import org.jspecify.annotations.NullMarked;
