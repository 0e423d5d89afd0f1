package dev.lamina.examples.cli;

import dev.lamina.StoreOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** A command that was run, and what came of it. */
record Run(int exit, String out, String err) {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T18:50:33Z"), ZoneId.of("UTC"));

  static Run of(String... args) {
    return withInput(new byte[0], args);
  }

  static Run withInput(byte[] input, String... args) {
    return with(StoreOptions.defaults(), input, args);
  }

  static Run with(StoreOptions options, byte[] input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(new ByteArrayInputStream(input), print(out), print(err), CLOCK, false);
    int exit = Lamina.run(terminal, options, args);
    terminal.out().flush();
    terminal.err().flush();
    return new Run(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }
}
