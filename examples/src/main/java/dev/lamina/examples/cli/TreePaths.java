package dev.lamina.examples.cli;

import java.nio.file.Path;

/** Finds what a person means in a tree. */
final class TreePaths {
  private TreePaths() {}

  /** Returns the path below a root that a text names, be it absolute or relative to the root. */
  static Path resolve(Path root, String text) {
    int start = 0;
    while (start < text.length() && text.charAt(start) == '/') {
      start++;
    }
    return start == text.length() ? root : root.resolve(text.substring(start));
  }
}
