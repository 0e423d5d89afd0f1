/** Measurements of the library, by JMH. */
module dev.lamina.benchmarks {
  requires dev.lamina.core;
  requires dev.lamina.overlay;
  requires dev.lamina.vfs;
  requires java.management;
  requires jmh.core;
  requires org.apache.commons.compress;
  requires static org.jspecify;
  requires static jdk.unsupported; // JMH's generated code
}
