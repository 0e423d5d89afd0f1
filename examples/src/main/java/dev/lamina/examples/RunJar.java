package dev.lamina.examples;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Manifest;

/**
 * Runs a jar inside an image, of which nothing is copied: {@code RunJar STORE IMAGE JAR [ARG…]}.
 */
public final class RunJar extends ClassLoader {
  private final Path root;

  /** Makes a loader of the classes and resources in a directory of any file system. */
  private RunJar(Path root) {
    super(ClassLoader.getPlatformClassLoader());
    this.root = root;
  }

  /** Runs the main class that the jar names. */
  public static void main(String[] args) throws Exception {
    try (ImageStore store = VfsImageStore.open(Path.of(args[0]));
        Mount mount = store.mount(args[1]).readOnly();
        FileSystem jar = FileSystems.newFileSystem(mount.root().resolve(args[2]));
        InputStream manifest = Files.newInputStream(jar.getPath("/META-INF/MANIFEST.MF"))) {
      String name = new Manifest(manifest).getMainAttributes().getValue("Main-Class");
      Class<?> main = new RunJar(jar.getPath("/")).loadClass(name);
      Object rest = Arrays.copyOfRange(args, 3, args.length);
      main.getMethod("main", String[].class).invoke(null, rest);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      byte[] bytes = Files.readAllBytes(root.resolve(name.replace('.', '/') + ".class"));
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    try {
      Path file = root.resolve(name);
      return Files.exists(file) ? Files.newInputStream(file) : super.getResourceAsStream(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
