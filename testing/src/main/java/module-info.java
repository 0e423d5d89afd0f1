/** An in-memory store, images, assertions and a JUnit extension for tests. */
module dev.lamina.testing {
  requires transitive dev.lamina.core;
  requires transitive org.assertj.core;
  requires dev.lamina.vfs;
  requires com.google.common.jimfs;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires static transitive org.junit.jupiter.api;

  exports dev.lamina.testing;
}
