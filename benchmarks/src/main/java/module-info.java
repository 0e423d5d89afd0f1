/** Measurements of the library, by JMH. */
module dev.lamina.benchmarks {
  requires dev.lamina.core;
  requires dev.lamina.vfs;
  requires static org.jspecify;
}
