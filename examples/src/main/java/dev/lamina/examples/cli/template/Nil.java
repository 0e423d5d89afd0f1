package dev.lamina.examples.cli.template;

/** What Go has in place of a value of a known type: {@code null} in JSON, but printed as empty. */
public enum Nil {
  /** No list. */
  LIST("[]"),
  /** No map. */
  MAP("map[]"),
  /** No value behind a pointer. */
  POINTER("<nil>");

  private final String text;

  Nil(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
