package dev.lamina.examples.cli;

import java.util.Locale;

/** What an inspected object can be. */
enum InspectedType {
  /** A container, or if there is none, an image. */
  OBJECT("NAME|ID", "Return low-level information on Docker objects"),
  /** An image. */
  IMAGE("IMAGE", "Display detailed information on one or more images"),
  /** A container. */
  CONTAINER("CONTAINER", "Display detailed information on one or more containers");

  private final String argument;
  private final String description;

  InspectedType(String argument, String description) {
    this.argument = argument;
    this.description = description;
  }

  /** Returns how the arguments are described. */
  String arguments() {
    return argument + " [" + argument + "...]";
  }

  /** Returns what the command does. */
  String description() {
    return description;
  }

  /** Returns what engines call it. */
  String noun() {
    return name().toLowerCase(Locale.ROOT);
  }
}
