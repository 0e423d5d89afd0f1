/**
 * What a store does when its file system fails, or its machine: {@link
 * dev.lamina.faults.FaultyFileSystem} lets each call go wrong in turn, and {@link
 * dev.lamina.faults.FaultContract} has a storage do everything on it.
 */
package dev.lamina.faults;
