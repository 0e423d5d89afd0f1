/**
 * What every storage promises, as tests: a storage's own test implements the {@code *Contract}
 * interfaces. The images and archives that they need are made here, by construction.
 */
package dev.lamina.contract;
