package dev.lamina.examples.cli;

import java.io.IOException;

/** Writes down one kind of facts about the files of a tree, each file as it is visited. */
interface TreeListing {
  /** Writes down what there is to say of a file. */
  void add(TreeEntry entry) throws IOException;

  /** Writes down what could not be said before all files were known. */
  default void finish() throws IOException {}
}
