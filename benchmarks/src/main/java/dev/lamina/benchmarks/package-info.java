/** What is measured of the library. */
@NullMarked
package dev.lamina.benchmarks;

import org.jspecify.annotations.NullMarked;
