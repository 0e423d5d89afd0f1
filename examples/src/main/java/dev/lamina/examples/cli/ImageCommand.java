package dev.lamina.examples.cli;

import picocli.CommandLine.Command;

/** {@code lamina image}: the commands for images once more, as {@code docker image} has them. */
@Command(name = "image", description = "Manage images", synopsisSubcommandLabel = "COMMAND")
final class ImageCommand {}
