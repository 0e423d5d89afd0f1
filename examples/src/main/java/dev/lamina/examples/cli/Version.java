package dev.lamina.examples.cli;

import picocli.CommandLine.IVersionProvider;

/** Says which version of the program runs. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Lamina.class.getPackage().getImplementationVersion();
    return new String[] {"lamina " + (version == null ? "in development" : version)};
  }
}
