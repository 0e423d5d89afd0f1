package dev.lamina.examples.cli;

import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a wrong number of arguments as engines do, and other wrong uses in picocli's words. */
final class UsageErrors implements IParameterExceptionHandler {
  private static final int WRONG_COUNT = 1;
  private static final int WRONG_USE = 2;

  private final PrintStream err;

  UsageErrors(PrintStream err) {
    this.err = err;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    if (!isWrongCount(failure)) {
      err.printf("%s%nSee '%s --help'.%n", failure.getMessage(), name);
      return WRONG_USE;
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
