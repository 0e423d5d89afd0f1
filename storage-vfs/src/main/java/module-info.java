/** A pure-Java union file system over the layers of an image. */
module dev.lamina.vfs {
  requires transitive dev.lamina.core;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports dev.lamina.vfs;
}
