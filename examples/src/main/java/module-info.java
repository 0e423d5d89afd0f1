/** Small programs, and a docker-shaped command line. */
module dev.lamina.examples {
  requires dev.lamina.core;
  requires dev.lamina.vfs;
  requires dev.lamina.overlay;
  requires info.picocli;
  requires static org.jspecify;
}
