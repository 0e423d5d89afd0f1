package dev.lamina.examples.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A part of a parsed template; as text, it is what messages show. */
sealed interface Node {
  /** Returns where in the template's text Go says the node is. */
  int pos();

  /** Text that is printed as it stands. */
  record Text(int pos, String text) implements Node {}

  /** A pipeline whose value is printed. */
  record Action(int pos, Pipe pipe) implements Node {
    @Override
    public String toString() {
      return "{{" + pipe + "}}";
    }
  }

  /** {@code if}, or {@code with} if the value becomes the dot. */
  record Condition(int pos, boolean setsDot, Pipe pipe, Branches branches) implements Node {}

  /** {@code range}. */
  record Range(int pos, Pipe pipe, Branches branches) implements Node {}

  /** What a condition or a loop holds, and what stands in for it. */
  record Branches(List<Node> body, List<Node> otherwise) {}

  /** {@code break}, {@code continue}, {@code else} or {@code end}. */
  record Mark(int pos, Token.Kind kind) implements Node {
    @Override
    public String toString() {
      return kind == Token.Kind.END ? "{{end}}" : "{{else}}";
    }
  }

  /**
   * Commands, each of which gets the value of the one before.
   *
   * @param assigns whether the variables are there already
   * @param variables what variables the value is given to
   */
  record Pipe(int pos, boolean assigns, List<Variable> variables, List<Command> commands)
      implements Node {
    @Override
    public String toString() {
      String names = joined(variables, ", ");
      return (names.isEmpty() ? "" : names + " := ") + joined(commands, " | ");
    }
  }

  /** A value, or something to call with arguments. */
  record Command(int pos, List<Node> words) implements Node {
    @Override
    public String toString() {
      return words.stream().map(Node::operand).collect(Collectors.joining(" "));
    }
  }

  /** {@code .A.B}. */
  record Field(int pos, List<String> names) implements Node {
    @Override
    public String toString() {
      return "." + String.join(".", names);
    }
  }

  /** {@code $x.A.B}: the variable and its fields. */
  record Variable(int pos, List<String> names) implements Node {
    @Override
    public String toString() {
      return String.join(".", names);
    }
  }

  /** {@code (pipeline).A.B}. */
  record Chain(int pos, Node head, List<String> names) implements Node {
    @Override
    public String toString() {
      return operand(head) + "." + String.join(".", names);
    }
  }

  /** A function's name. */
  record Identifier(int pos, String name) implements Node {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The dot. */
  record Dot(int pos) implements Node {
    @Override
    public String toString() {
      return ".";
    }
  }

  /**
   * A constant.
   *
   * @param text how it is written
   * @param value its value, {@code null} for {@code nil}
   */
  record Constant(int pos, String text, @Nullable Object value) implements Node {
    @Override
    public String toString() {
      return text;
    }
  }

  private static String operand(Node node) {
    return node instanceof Pipe ? "(" + node + ")" : node.toString();
  }

  private static String joined(List<? extends Node> nodes, String separator) {
    return nodes.stream().map(Node::toString).collect(Collectors.joining(separator));
  }

  /** Returns the node with more fields behind it. */
  static Node withFields(Node node, int pos, List<String> fields) {
    List<String> names = new ArrayList<>();
    if (node instanceof Field field) {
      names.addAll(field.names());
      names.addAll(fields);
      return new Field(pos, names);
    }
    if (node instanceof Variable variable) {
      names.addAll(variable.names());
      names.addAll(fields);
      return new Variable(pos, names);
    }
    return new Chain(pos, node, fields);
  }
}
