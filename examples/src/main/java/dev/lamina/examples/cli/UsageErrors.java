package dev.lamina.examples.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers wrong uses as engines do, and what engines do not know in picocli's words. */
final class UsageErrors implements IParameterExceptionHandler {
  private static final int WRONG_COUNT = 1;
  private static final int UNKNOWN_COMMAND = 1;
  private static final int WRONG_USE = 125;

  private final PrintStream err;

  UsageErrors(PrintStream err) {
    this.err = err;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    if (!isWrongCount(failure)) {
      err.printf("%s%nSee '%s --help'.%n", message(failure, name), name);
      return isUnknownCommand(failure) ? UNKNOWN_COMMAND : WRONG_USE;
    }
    err.printf(
        "\"%s\" %s.%nSee '%s --help'.%n%nUsage:  %s%n%s%n",
        name,
        expectation(command.getCommandSpec().positionalParameters()),
        name,
        command.getHelp().synopsis(0),
        String.join(" ", command.getCommandSpec().usageMessage().description()));
    return WRONG_COUNT;
  }

  private static boolean isWrongCount(ParameterException failure) {
    if (failure instanceof MissingParameterException e) {
      return e.getMissing().stream().allMatch(ArgSpec::isPositional);
    }
    return failure instanceof UnmatchedArgumentException e
        && !e.isUnknownOption()
        && e.getCommandLine().getSubcommands().isEmpty();
  }

  private static boolean isUnknownCommand(ParameterException failure) {
    return failure instanceof UnmatchedArgumentException e && !e.isUnknownOption();
  }

  private static String message(ParameterException failure, String program) {
    if (isUnknownCommand(failure)) {
      String command = ((UnmatchedArgumentException) failure).getUnmatched().get(0);
      return program + ": '" + command + "' is not a " + program + " command.";
    }
    if (failure instanceof UnmatchedArgumentException e && e.isUnknownOption()) {
      String option = e.getUnmatched().get(0);
      return option.startsWith("--")
          ? "unknown flag: " + option.replaceFirst("=.*", "")
          : "unknown shorthand flag: '" + option.charAt(1) + "' in " + option;
    }
    if (failure.getArgSpec() instanceof OptionSpec option && failure.getValue() != null) {
      return String.format(
          "invalid argument \"%s\" for \"%s\" flag: %s",
          failure.getValue(), names(option), reason(failure));
    }
    return String.valueOf(failure.getMessage());
  }

  private static String names(OptionSpec option) {
    return Arrays.stream(option.names())
        .sorted(Comparator.comparing(String::length))
        .collect(Collectors.joining(", "));
  }

  private static String reason(ParameterException failure) {
    return failure.getCause() instanceof TypeConversionException cause
        ? String.valueOf(cause.getMessage())
        : "invalid syntax";
  }

  private static String expectation(List<PositionalParamSpec> parameters) {
    int least = parameters.stream().mapToInt(p -> p.arity().min()).sum();
    int most = parameters.stream().mapToInt(p -> Math.min(p.arity().max(), 1000)).sum();
    if (most == 0) {
      return "accepts no arguments";
    }
    if (least == most) {
      return "requires exactly " + arguments(least);
    }
    return least == 0
        ? "requires at most " + arguments(most)
        : "requires at least " + arguments(least);
  }

  private static String arguments(int count) {
    return count + (count == 1 ? " argument" : " arguments");
  }
}
