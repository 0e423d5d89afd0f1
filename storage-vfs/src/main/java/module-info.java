/** A pure-Java union file system over the layers of an image. */
module dev.lamina.vfs {
  requires transitive dev.lamina.core;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports dev.lamina.vfs;

  provides dev.lamina.ImageStoreProvider with
      dev.lamina.vfs.VfsImageStoreProvider;
  provides java.nio.file.spi.FileSystemProvider with
      dev.lamina.vfs.VfsFileSystemProvider;
  provides dev.lamina.spi.StorageDriverProvider with
      dev.lamina.vfs.VfsDriverProvider;
}
