/**
 * What becomes of a store when processes are killed, the power fails, or the disk is full, and when
 * many processes use it at once: with real processes, file systems and kernels.
 */
package dev.lamina.processes;
