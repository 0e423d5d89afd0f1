package dev.lamina.examples.cli;

import picocli.CommandLine.IVersionProvider;

/** Which version this is, as the jar says. */
final class Version implements IVersionProvider {
  /** The engine that the commands speak like, which new images name as their maker. */
  static final String ENGINE = "20.10.24+dfsg1";

  @Override
  public String[] getVersion() {
    return new String[] {"lamina " + text()};
  }

  /** Returns the version alone. */
  static String text() {
    String version = Lamina.class.getPackage().getImplementationVersion();
    return version == null ? "in development" : version;
  }
}
