package dev.lamina.examples.cli.template;

import static dev.lamina.examples.cli.template.Parameter.ANY;
import static dev.lamina.examples.cli.template.Parameter.BOXED;
import static dev.lamina.examples.cli.template.Parameter.INT;
import static dev.lamina.examples.cli.template.Parameter.STRING;
import static dev.lamina.examples.cli.template.Parameter.STRINGS;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions that templates can call: Go's and the engine's. */
final class Functions {
  /** What {@code and} and {@code or} take. */
  static final Function CHOICE = Function.choice(true);

  /** The functions by name. */
  static final Map<String, Function> BODIES =
      Map.ofEntries(
          Map.entry("and", Function.choice(false)),
          Map.entry("or", Function.choice(true)),
          Map.entry("not", Function.of(a -> !Values.isTrue(a.get(0)), ANY)),
          Map.entry("eq", Function.variadic(Comparison::isEqual, ANY, ANY)),
          Map.entry("ne", Function.of(a -> !Comparison.isEqual(a), ANY, ANY)),
          Map.entry("lt", Function.of(Comparison::isLess, ANY, ANY)),
          Map.entry("le", Function.of(Comparison::isLessOrEqual, ANY, ANY)),
          Map.entry("gt", Function.of(a -> !Comparison.isLessOrEqual(a), ANY, ANY)),
          Map.entry("ge", Function.of(a -> !Comparison.isLess(a), ANY, ANY)),
          Map.entry("index", Function.variadic(Indexing::index, ANY, ANY)),
          Map.entry("slice", Function.variadic(Indexing::slice, ANY, ANY)),
          Map.entry("len", Function.of(a -> Indexing.length(a.get(0)), BOXED)),
          Map.entry("print", Function.variadic(Text::all, ANY)),
          Map.entry("println", Function.variadic(Functions::printLine, ANY)),
          Map.entry("printf", Function.variadic(Functions::printFormatted, STRING, ANY)),
          Map.entry("html", Function.variadic(a -> Escapes.html(shown(a)), ANY)),
          Map.entry("js", Function.variadic(a -> Escapes.javaScript(shown(a)), ANY)),
          Map.entry("urlquery", Function.variadic(a -> Escapes.query(shown(a)), ANY)),
          Map.entry("json", Function.of(a -> Json.of(a.get(0)), ANY)),
          Map.entry("split", Function.of(a -> Words.split(text(a, 0), text(a, 1)), STRING, STRING)),
          Map.entry("join", Function.of(Functions::join, STRINGS, STRING)),
          Map.entry("title", Function.of(a -> Words.title(text(a, 0)), STRING)),
          Map.entry("lower", Function.of(a -> Words.lower(text(a, 0)), STRING)),
          Map.entry("upper", Function.of(a -> Words.upper(text(a, 0)), STRING)),
          Map.entry("pad", Function.of(Functions::pad, STRING, INT, INT)),
          Map.entry(
              "truncate", Function.of(a -> Words.truncate(text(a, 0), number(a, 1)), STRING, INT)));

  /** The functions for the heads of a table: they leave the head as it is. */
  static final Map<String, Function> HEAD_BODIES = heads();

  private Functions() {}

  private static Map<String, Function> heads() {
    Map<String, Function> heads = new HashMap<>(BODIES);
    Function.Body same = a -> a.get(0);
    for (String name : List.of("json", "title", "lower", "upper")) {
      heads.put(name, Function.of(same, STRING));
    }
    heads.put("split", Function.of(same, STRING, STRING));
    heads.put("join", Function.of(same, STRING, STRING));
    heads.put("truncate", Function.of(same, STRING, INT));
    return Map.copyOf(heads);
  }

  private static String printLine(List<@Nullable Object> arguments) {
    return arguments.stream().map(Text::of).collect(Collectors.joining(" ", "", "\n"));
  }

  private static String printFormatted(List<@Nullable Object> arguments) {
    return Printf.format(text(arguments, 0), arguments.subList(1, arguments.size()));
  }

  private static String join(List<@Nullable Object> arguments) {
    return arguments.get(0) instanceof List<?> texts
        ? texts.stream().map(Object::toString).collect(Collectors.joining(text(arguments, 1)))
        : "";
  }

  private static String pad(List<@Nullable Object> arguments) {
    return Words.pad(text(arguments, 0), number(arguments, 1), number(arguments, 2));
  }

  private static String shown(List<@Nullable Object> arguments) {
    return Text.all(
        arguments.stream().<@Nullable Object>map(a -> a == null ? Text.NO_VALUE : a).toList());
  }

  private static String text(List<@Nullable Object> arguments, int index) {
    return (String) Values.known(arguments.get(index));
  }

  private static int number(List<@Nullable Object> arguments, int index) {
    return (Integer) Values.known(arguments.get(index));
  }
}
