package dev.lamina.internal.oci;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the instruction HEALTHCHECK. */
final class HealthcheckInstruction {
  private static final Set<String> FLAGS = Set.of("interval", "timeout", "start-period", "retries");
  private static final long MIN_INTERVAL = 1_000_000;

  private HealthcheckInstruction() {}

  static HealthcheckDocument parse(InstructionLine line) {
    line.requireWords();
    String type = line.words().get(0).toUpperCase(Locale.ROOT);
    List<String> command = line.words().subList(1, line.words().size());
    if (type.equals("NONE")) {
      return none(command);
    }
    Map<String, String> flags = line.flags().values(FLAGS);
    return new HealthcheckDocument(
        test(type, command, line.arguments().exec()),
        interval(flags, "interval"),
        interval(flags, "timeout"),
        interval(flags, "start-period"),
        retries(flags.getOrDefault("retries", "")));
  }

  private static HealthcheckDocument none(List<String> command) {
    if (!command.isEmpty()) {
      throw new IllegalArgumentException("HEALTHCHECK NONE takes no arguments");
    }
    return new HealthcheckDocument(List.of("NONE"), 0, 0, 0, 0);
  }

  private static List<String> test(String type, List<String> command, boolean exec) {
    if (!type.equals("CMD")) {
      throw new IllegalArgumentException(
          "Unknown type " + GoText.quote(type) + " in HEALTHCHECK (try CMD)");
    }
    if (command.isEmpty()) {
      throw new IllegalArgumentException("Missing command after HEALTHCHECK CMD");
    }
    List<String> test = new ArrayList<>(List.of(exec ? "CMD" : "CMD-SHELL"));
    test.addAll(command);
    return test;
  }

  private static long interval(Map<String, String> flags, String name) {
    String value = flags.getOrDefault(name, "");
    if (value.isEmpty()) {
      return 0;
    }
    long nanoseconds = GoNanoseconds.parse(value);
    if (nanoseconds < MIN_INTERVAL) {
      throw new IllegalArgumentException(
          "Interval " + GoText.quote(name) + " cannot be less than 1ms");
    }
    return nanoseconds;
  }

  private static long retries(String value) {
    if (value.isEmpty()) {
      return 0;
    }
    int retries = integer(value);
    if (retries < 1) {
      throw new IllegalArgumentException("--retries must be at least 1 (not " + retries + ")");
    }
    return retries;
  }

  private static int integer(String value) {
    String parsing = "strconv.ParseInt: parsing " + GoText.quote(value);
    if (!value.matches("[+-]?[0-9]+")) {
      throw new IllegalArgumentException(parsing + ": invalid syntax");
    }
    BigInteger integer = new BigInteger(value);
    if (integer.bitLength() >= Integer.SIZE) {
      throw new IllegalArgumentException(parsing + ": value out of range");
    }
    return integer.intValueExact();
  }
}
