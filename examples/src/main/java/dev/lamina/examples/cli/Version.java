package dev.lamina.examples.cli;

import picocli.CommandLine.IVersionProvider;

/** Which version this is, as the jar says. */
final class Version implements IVersionProvider {
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
