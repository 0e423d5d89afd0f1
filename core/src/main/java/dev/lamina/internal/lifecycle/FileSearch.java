package dev.lamina.internal.lifecycle;

import dev.lamina.internal.catalog.ImageRecord;

/** Tells whether an image's tree has something at a path: what no state knows. */
@FunctionalInterface
public interface FileSearch {
  /** A search for callers that have no trees. */
  FileSearch NONE =
      (image, path) -> {
        throw new IllegalArgumentException("no trees to search for " + path);
      };

  /** Returns whether the image has the path. */
  boolean has(ImageRecord image, String path);
}
