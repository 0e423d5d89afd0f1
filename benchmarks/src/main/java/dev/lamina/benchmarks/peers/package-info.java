/** What the comparison with other engines, {@code benchmarks/peers/compare}, needs besides them. */
@NullMarked
package dev.lamina.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
