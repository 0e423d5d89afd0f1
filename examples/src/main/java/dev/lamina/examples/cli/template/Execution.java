package dev.lamina.examples.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Fills in one template once. */
final class Execution {
  /** What comes after a node. */
  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  /** A variable, which is given other values. */
  private static final class Slot {
    private final String name;
    private @Nullable Object value;

    private Slot(String name, @Nullable Object value) {
      this.name = name;
      this.value = value;
    }
  }

  private final Evaluation evaluation;
  private final StringBuilder out;
  private final List<Slot> slots = new ArrayList<>();

  Execution(Source source, Map<String, Function> functions, boolean strict, StringBuilder out) {
    this.evaluation = new Evaluation(source, functions, strict, this);
    this.out = out;
  }

  /** Prints the nodes. */
  void run(List<Node> nodes, @Nullable Object data) {
    slots.add(new Slot("$", data));
    walk(data, nodes);
  }

  private Flow walk(@Nullable Object dot, List<Node> nodes) {
    Flow flow = Flow.NEXT;
    for (int i = 0; i < nodes.size() && flow == Flow.NEXT; i++) {
      flow = walk(dot, nodes.get(i));
    }
    return flow;
  }

  private Flow walk(@Nullable Object dot, Node node) {
    if (node instanceof Node.Text text) {
      out.append(text.text());
    } else if (node instanceof Node.Action action) {
      print(dot, action);
    } else if (node instanceof Node.Condition condition) {
      return walkCondition(dot, condition);
    } else if (node instanceof Node.Range range) {
      walkRange(dot, range);
    } else if (node instanceof Node.Mark mark) {
      return mark.kind() == Token.Kind.BREAK ? Flow.BREAK : Flow.CONTINUE;
    }
    return Flow.NEXT;
  }

  private void print(@Nullable Object dot, Node.Action action) {
    Object value = evaluate(dot, action.pipe());
    if (action.pipe().variables().isEmpty()) {
      out.append(value == null ? Text.NO_VALUE : Text.of(value));
    }
  }

  private Flow walkCondition(@Nullable Object dot, Node.Condition condition) {
    int scope = slots.size();
    Object value = evaluate(dot, condition.pipe());
    Node.Branches branches = condition.branches();
    Flow flow =
        Values.isTrue(value)
            ? walk(condition.setsDot() ? value : dot, branches.body())
            : walk(dot, branches.otherwise());
    close(scope);
    return flow;
  }

  private void walkRange(@Nullable Object dot, Node.Range range) {
    int scope = slots.size();
    Map<?, ?> entries = entries(evaluate(dot, range.pipe()));
    Flow flow = entries.isEmpty() ? walk(dot, range.branches().otherwise()) : Flow.NEXT;
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      if (flow == Flow.BREAK) {
        break;
      }
      int inner = slots.size();
      flow = walkElement(range, entry.getKey(), new Boxed(entry.getValue()));
      close(inner);
    }
    close(scope);
  }

  private Flow walkElement(Node.Range range, Object index, Boxed element) {
    List<Node.Variable> variables = range.pipe().variables();
    if (!variables.isEmpty()) {
      assign(variables.get(variables.size() - 1), element);
    }
    if (variables.size() > 1) {
      assign(variables.get(0), index);
    }
    return walk(element, range.branches().body());
  }

  private Map<?, ?> entries(@Nullable Object value) {
    if (value == null || value instanceof Nil) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> map) {
      return new TreeMap<>(map);
    }
    if (!(value instanceof List<?> list)) {
      throw evaluation.failure("range can't iterate over " + Text.of(value));
    }
    Map<Integer, @Nullable Object> elements = new TreeMap<>();
    for (Object element : list) {
      elements.put(elements.size(), element);
    }
    return elements;
  }

  /** Evaluates a pipeline, and gives its variables the value. */
  @Nullable Object evaluate(@Nullable Object dot, Node.Pipe pipe) {
    Object value = evaluation.pipeline(dot, pipe);
    for (Node.Variable variable : pipe.variables()) {
      if (pipe.assigns()) {
        assign(variable, value);
      } else {
        slots.add(new Slot(variable.names().get(0), value));
      }
    }
    return value;
  }

  /** Returns a variable's value; the parser has seen to it that there is one. */
  @Nullable Object value(Node.Variable variable) {
    return slot(variable).value;
  }

  private void assign(Node.Variable variable, @Nullable Object value) {
    slot(variable).value = value;
  }

  private Slot slot(Node.Variable variable) {
    String name = variable.names().get(0);
    for (int i = slots.size() - 1; i >= 0; i--) {
      if (slots.get(i).name.equals(name)) {
        return slots.get(i);
      }
    }
    throw evaluation.failure("undefined variable: " + name);
  }

  private void close(int scope) {
    slots.subList(scope, slots.size()).clear();
  }
}
