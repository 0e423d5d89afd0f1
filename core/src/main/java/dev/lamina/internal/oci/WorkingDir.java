package dev.lamina.internal.oci;

import java.util.ArrayDeque;
import java.util.Deque;

/** Knows where a working directory is that is given relative to another one. */
final class WorkingDir {
  private WorkingDir() {}

  /** Returns an absolute path; one that was absolute already stays as it was written. */
  static String resolve(String current, String requested) {
    if (requested.isEmpty()) {
      throw new IllegalArgumentException("cannot normalize nothing");
    }
    return requested.startsWith("/") ? requested : clean(current + "/" + requested);
  }

  private static String clean(String path) {
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return "/" + String.join("/", names);
  }
}
