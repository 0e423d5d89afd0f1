package dev.lamina.examples;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Lists every jar of an image and its version: {@code FindJars STORE IMAGE}. */
public final class FindJars {
  private static final List<String> VERSIONS =
      List.of("Implementation-Version", "Bundle-Version", "Specification-Version");

  /** Prints one line for each jar. Nothing is unpacked: the JDK reads a jar where it is. */
  public static void main(String[] args) throws IOException {
    try (ImageStore store = VfsImageStore.open(Path.of(args[0]));
        Mount mount = store.mount(args[1]).readOnly();
        Stream<Path> files = Files.walk(mount.root())) {
      for (Path jar : files.filter(FindJars::isJar).toList()) {
        System.out.println(jar + " " + version(jar));
      }
    }
  }

  private static boolean isJar(Path file) {
    return file.toString().endsWith(".jar") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static String version(Path jar) {
    try (FileSystem zip = FileSystems.newFileSystem(jar);
        InputStream in = Files.newInputStream(zip.getPath("META-INF/MANIFEST.MF"))) {
      Attributes attributes = new Manifest(in).getMainAttributes();
      return VERSIONS.stream()
          .map(attributes::getValue)
          .filter(version -> version != null)
          .findFirst()
          .orElse("(does not say)");
    } catch (IOException e) {
      return "(unreadable: " + e.getMessage() + ")";
    }
  }

  private FindJars() {}
}
