package dev.lamina.examples.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Does something to each of several, whatever comes of the others, and tells of errors last. */
final class Several {
  private final Terminal terminal;
  private final List<String> errors = new ArrayList<>();

  Several(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Does something to each, and prints what it was done to. */
  int each(List<String> arguments, Consumer<String> action) throws Exception {
    for (String argument : arguments) {
      try {
        action.accept(argument);
        terminal.out().println(argument);
      } catch (RuntimeException e) {
        fail(Failures.line(e));
      }
    }
    return finish();
  }

  /** Keeps an error for later. */
  void fail(String line) {
    errors.add(line);
  }

  /** Prints the errors, and returns what to exit with. */
  int finish() {
    errors.forEach(terminal::fail);
    return errors.isEmpty() ? 0 : 1;
  }
}
