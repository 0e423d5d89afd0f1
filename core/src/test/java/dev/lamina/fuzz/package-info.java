/** What strangers' bytes are read by, for a fuzzer to feed; CONTRIBUTING.md says how. */
package dev.lamina.fuzz;
