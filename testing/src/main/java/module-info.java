/** An in-memory store and helpers for tests. */
module dev.lamina.testing {
  requires transitive dev.lamina.core;
  requires dev.lamina.vfs;
  requires com.google.common.jimfs;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports dev.lamina.testing;
}
