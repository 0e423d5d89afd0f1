package dev.lamina.examples.cli.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a template can call.
 *
 * @param parameters what it takes
 * @param isVariadic whether there may be any number of the last parameter
 * @param stopsAt for {@code and} and {@code or}, which do not call the body, at what they stop
 * @param body what it does
 */
record Function(
    List<Parameter> parameters, boolean isVariadic, @Nullable Boolean stopsAt, Body body) {
  /** What a function does. */
  @FunctionalInterface
  interface Body {
    /**
     * Returns the value for arguments.
     *
     * @throws CallException if there is none
     */
    @Nullable Object apply(List<@Nullable Object> arguments);
  }

  /** Returns a function of so many parameters. */
  static Function of(Body body, Parameter... parameters) {
    return new Function(List.of(parameters), false, null, body);
  }

  /** Returns a function that takes any number of the last parameter. */
  static Function variadic(Body body, Parameter... parameters) {
    return new Function(List.of(parameters), true, null, body);
  }

  /** Returns a function that returns the first argument as true or false as this, or the last. */
  static Function choice(boolean stopsAt) {
    return new Function(List.of(Parameter.ANY, Parameter.ANY), true, stopsAt, arguments -> null);
  }

  /** Returns how many arguments there are at least. */
  int fixed() {
    return parameters.size() - (isVariadic ? 1 : 0);
  }

  /** Returns what an argument must be. */
  Parameter parameter(int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }
}
