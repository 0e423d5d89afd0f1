/** Lamina's values, the store interface, what a storage implements, and the engine. */
@SuppressWarnings("module") // The storage that it opens a package to is built later.
module dev.lamina.core {
  requires com.fasterxml.jackson.databind;
  requires com.google.common;
  requires org.apache.commons.compress;
  requires static transitive com.google.errorprone.annotations;
  requires static transitive org.jspecify;

  exports dev.lamina;
  exports dev.lamina.engine;
  exports dev.lamina.internal.io to
      dev.lamina.overlay,
      dev.lamina.vfs;
  exports dev.lamina.spi;

  uses dev.lamina.ImageStoreProvider;
  uses dev.lamina.spi.StorageDriverProvider;
}
