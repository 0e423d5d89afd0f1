package dev.lamina.processes;

import dev.lamina.Container;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.WritableMount;
import dev.lamina.contract.TestImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that a store has, as lines to compare: images with their names and contents, containers with
 * what is in them. Nothing is in it that differs between two stores to which the same was done.
 */
final class Picture {
  private Picture() {}

  /** Reads every file of every image and container, and saves every image. */
  static List<String> of(ImageStore store) throws IOException {
    List<String> lines = withoutFiles(store);
    for (Container container : store.containers()) {
      try (WritableMount mount = store.mountContainer(container.name())) {
        for (String file : files(mount.root())) {
          lines.add(fileOf(container.name(), file));
        }
      }
    }
    Collections.sort(lines);
    return lines;
  }

  /** Reads every file of every image, and saves every image; containers are only listed. */
  static List<String> withoutFiles(ImageStore store) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Image image : store.images().all()) {
      store.save(image.id().toString()).to(OutputStream.nullOutputStream());
      try (Mount mount = store.mount(image.id().toString()).readOnly()) {
        lines.add("image " + image.tags() + image.layers().size() + " " + tree(mount.root()));
      }
    }
    for (Container container : store.containers()) {
      lines.add("container " + container.name() + " of " + container.imageName());
    }
    Collections.sort(lines);
    return lines;
  }

  /** Returns how a line begins that tells of a file in a container. */
  static String fileOf(String container, String file) {
    return "container " + container + " has " + file;
  }

  /** Returns a short text that differs if anything in a tree does. */
  static String tree(Path root) throws IOException {
    String all = String.join("\n", files(root));
    return TestImage.sha256(all.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      List<String> lines = new ArrayList<>();
      for (Path path : paths.sorted().toList()) {
        lines.add(root.relativize(path) + " " + content(path));
      }
      return lines;
    }
  }

  private static String content(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path);
    }
    return Files.isRegularFile(path)
        ? TestImage.sha256(Files.readAllBytes(path)).hex().substring(0, 16)
        : "directory";
  }
}
