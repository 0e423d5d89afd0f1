package dev.lamina.examples.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the values of pipelines, and knows at what node it is for messages. */
final class Evaluation {
  /** Stands for what comes before the first command of a pipeline. */
  private static final Object NOTHING = new Object();

  private final Source source;
  private final Map<String, Function> functions;
  private final boolean isStrict;
  private final Execution execution;
  private Node at = new Node.Dot(0);

  Evaluation(
      Source source, Map<String, Function> functions, boolean isStrict, Execution execution) {
    this.source = source;
    this.functions = functions;
    this.isStrict = isStrict;
    this.execution = execution;
  }

  /** Returns a failure where the evaluation is. */
  TemplateException failure(String message) {
    return source.failure(at, message);
  }

  /** Returns a pipeline's value. */
  @Nullable Object pipeline(@Nullable Object dot, Node.Pipe pipe) {
    at = pipe;
    Object value = NOTHING;
    for (Node.Command command : pipe.commands()) {
      value = Boxed.open(command(dot, command, value));
    }
    return value;
  }

  private @Nullable Object command(
      @Nullable Object dot, Node.Command command, @Nullable Object last) {
    List<Node> words = command.words();
    Node first = words.get(0);
    List<Node> arguments = words.subList(1, words.size());
    Arguments given = new Arguments(dot, arguments, last);
    if (!(first instanceof Node.Pipe)) {
      at = first;
    }
    if (first instanceof Node.Identifier function) {
      return call(function.name(), command, given);
    }
    if (first instanceof Node.Field field) {
      return fields(dot, field.names(), given);
    }
    if (first instanceof Node.Chain chain) {
      return chain(chain, given);
    }
    if (first instanceof Node.Variable variable && variable.names().size() > 1) {
      return variable(variable, given);
    }
    if (!given.isEmpty()) {
      throw failure("can't give argument to non-function " + first);
    }
    if (first instanceof Node.Constant constant && constant.value() == null) {
      throw failure("nil is not a command");
    }
    return operand(dot, first);
  }

  /** What a command was given: words, and the value of the command before. */
  private record Arguments(@Nullable Object dot, List<Node> words, @Nullable Object last) {
    /** Returns no arguments at all. */
    static Arguments none(@Nullable Object dot) {
      return new Arguments(dot, List.of(), NOTHING);
    }

    boolean isEmpty() {
      return size() == 0;
    }

    boolean hasLast() {
      return last != NOTHING;
    }

    int size() {
      return words.size() + (hasLast() ? 1 : 0);
    }
  }

  private @Nullable Object operand(@Nullable Object dot, Node node) {
    at = node;
    if (node instanceof Node.Constant constant) {
      return constant.value();
    }
    if (node instanceof Node.Field field) {
      return fields(dot, field.names(), Arguments.none(dot));
    }
    if (node instanceof Node.Variable variable) {
      return variable(variable, Arguments.none(dot));
    }
    if (node instanceof Node.Pipe pipe) {
      return execution.evaluate(dot, pipe);
    }
    if (node instanceof Node.Chain chain) {
      return chain(chain, Arguments.none(dot));
    }
    if (node instanceof Node.Identifier function) {
      return call(function.name(), function, Arguments.none(dot));
    }
    return dot;
  }

  private @Nullable Object variable(Node.Variable variable, Arguments given) {
    List<String> names = variable.names();
    return fields(execution.value(variable), names.subList(1, names.size()), given);
  }

  private @Nullable Object chain(Node.Chain chain, Arguments given) {
    if (chain.head() instanceof Node.Constant) {
      throw failure("indirection through explicit nil in " + chain);
    }
    return fields(operand(given.dot(), chain.head()), chain.names(), given);
  }

  private @Nullable Object fields(@Nullable Object receiver, List<String> names, Arguments given) {
    Object value = receiver;
    for (int i = 0; i < names.size(); i++) {
      boolean isLast = i == names.size() - 1;
      value = field(value, names.get(i), isLast ? given : Arguments.none(given.dot()));
    }
    return value;
  }

  private @Nullable Object field(@Nullable Object boxed, String name, Arguments given) {
    Object receiver = Boxed.open(boxed);
    if (boxed == null) {
      if (isStrict) {
        throw failure("nil data; no entry for key " + Quoting.quote(name));
      }
      return null;
    }
    String type = boxed instanceof Boxed ? Values.ANY : Values.type(receiver);
    if (receiver == null || receiver == Nil.POINTER) {
      throw failure("nil pointer evaluating " + type + "." + name);
    }
    if (receiver instanceof Row row && row.fields().containsKey(name)) {
      return method(name, row.fields().get(name), given);
    }
    if (receiver instanceof Struct struct && struct.has(name)) {
      refuse(given, name + " has arguments but cannot be invoked as function");
      return Values.present(struct.fields().get(name));
    }
    if (receiver instanceof Map<?, ?> map) {
      return entry(map, name, given);
    }
    if (receiver == Nil.MAP) {
      return entry(Map.of(), name, given);
    }
    throw failure("can't evaluate field " + name + " in type " + type);
  }

  private @Nullable Object entry(Map<?, ?> map, String name, Arguments given) {
    Object value = map.get(name);
    if (value instanceof Method) {
      return method(name, value, given);
    }
    refuse(given, name + " is not a method but has arguments");
    if (map.containsKey(name)) {
      return new Boxed(value);
    }
    if (isStrict) {
      throw failure("map has no entry for key " + Quoting.quote(name));
    }
    return null;
  }

  private void refuse(Arguments given, String message) {
    if (!given.isEmpty()) {
      throw failure(message);
    }
  }

  private @Nullable Object method(String name, @Nullable Object value, Arguments given) {
    Function function =
        value instanceof Method method
            ? Function.of(a -> method.call((String) Values.known(a.get(0))), Parameter.STRING)
            : Function.of(a -> value);
    return call(name, function, at, given);
  }

  private @Nullable Object call(String name, Node node, Arguments given) {
    Function function = functions.get(name);
    if (function == null) {
      throw failure(Quoting.quote(name) + " is not a defined function");
    }
    return function.stopsAt() == null
        ? call(name, function, node, given)
        : choose(name, function.stopsAt(), given);
  }

  private @Nullable Object call(String name, Function function, Node node, Arguments given) {
    check(name, function, given);
    List<@Nullable Object> values = new ArrayList<>();
    for (Node word : given.words()) {
      values.add(argument(given.dot(), function.parameter(values.size()), word));
    }
    if (given.hasLast()) {
      values.add(valid(given.last(), function.parameter(values.size())));
    }
    try {
      return function.body().apply(values);
    } catch (CallException e) {
      at = node;
      throw failure("error calling " + name + ": " + e.getMessage());
    }
  }

  private void check(String name, Function function, Arguments given) {
    int wanted = function.fixed();
    if (function.isVariadic() && given.size() < wanted) {
      throw failure(wrongNumber(name) + "at least " + wanted + " got " + given.words().size());
    }
    if (!function.isVariadic() && given.size() != wanted) {
      throw failure(wrongNumber(name) + wanted + " got " + given.size());
    }
  }

  private static String wrongNumber(String name) {
    return "wrong number of args for " + name + ": want ";
  }

  /** Does {@code and} or {@code or}, which do not look at what does not matter. */
  private @Nullable Object choose(String name, boolean stopsAt, Arguments given) {
    check(name, Functions.CHOICE, given);
    Object value = null;
    for (Node word : given.words()) {
      value = argument(given.dot(), Parameter.ANY, word);
      if (Values.isTrue(value) == stopsAt) {
        return value;
      }
    }
    return given.hasLast() ? given.last() : value;
  }

  private @Nullable Object argument(@Nullable Object dot, Parameter parameter, Node word) {
    if (!(word instanceof Node.Constant constant)) {
      return valid(operand(dot, word), parameter);
    }
    at = word;
    if (constant.value() == null) {
      if (!parameter.canBeNil()) {
        throw failure("cannot assign nil to " + parameter.type());
      }
      return null;
    }
    String complaint = parameter.complaint(constant);
    if (complaint != null) {
      throw failure(complaint);
    }
    return parameter.constant(constant.value());
  }

  private @Nullable Object valid(@Nullable Object boxed, Parameter parameter) {
    Object value = Boxed.open(boxed);
    if (value == null && !parameter.canBeNil()) {
      throw failure("invalid value; expected " + parameter.type());
    }
    if (value != null && !parameter.takes(value)) {
      throw failure(
          "wrong type for value; expected " + parameter.type() + "; got " + Values.type(value));
    }
    return parameter == Parameter.BOXED ? boxed : value;
  }
}
