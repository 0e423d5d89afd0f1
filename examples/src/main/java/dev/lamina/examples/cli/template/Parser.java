package dev.lamina.examples.cli.template;

import dev.lamina.examples.cli.template.Token.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes nodes of a template's tokens. */
final class Parser {
  private static final Set<Kind> OPERANDS =
      EnumSet.of(
          Kind.BOOL,
          Kind.CHAR_CONSTANT,
          Kind.DOT,
          Kind.FIELD,
          Kind.IDENTIFIER,
          Kind.NUMBER,
          Kind.NIL,
          Kind.RAW_STRING,
          Kind.STRING,
          Kind.VARIABLE,
          Kind.LEFT_PAREN);

  private final String name;
  private final List<Token> tokens;
  private final List<String> variables = new ArrayList<>(List.of("$"));
  private int next;
  private int furthest;
  private int actionLine;
  private int loops;

  private Parser(String name, String text) {
    this.name = name;
    this.tokens = Lexer.tokens(text);
  }

  /**
   * Returns a template's nodes.
   *
   * @throws TemplateException if the text is no template
   */
  static List<Node> parse(String name, String text) {
    Parser parser = new Parser(name, text);
    List<Node> nodes = new ArrayList<>();
    while (!parser.peek().is(Kind.END_OF_TEXT)) {
      Node node = parser.textOrAction();
      if (isEnd(node)) {
        throw parser.failure("unexpected " + node);
      }
      nodes.add(node);
    }
    return nodes;
  }

  /** Reads nodes until {@code end} or {@code else}, which is the last. */
  private List<Node> body() {
    List<Node> nodes = new ArrayList<>();
    while (!peekWord().is(Kind.END_OF_TEXT)) {
      Node node = textOrAction();
      nodes.add(node);
      if (isEnd(node)) {
        return nodes;
      }
    }
    throw failure("unexpected EOF");
  }

  private static boolean isEnd(Node node) {
    return node instanceof Node.Mark mark && (mark.kind() == Kind.END || mark.kind() == Kind.ELSE);
  }

  private Node textOrAction() {
    Token token = nextWord();
    if (token.is(Kind.TEXT)) {
      return new Node.Text(token.pos(), token.text());
    }
    if (!token.is(Kind.LEFT_DELIMITER)) {
      throw unexpected(token, "input");
    }
    actionLine = token.line();
    Node action = action();
    actionLine = 0;
    return action;
  }

  private Node action() {
    Token token = nextWord();
    return switch (token.kind()) {
      case IF -> condition(token, "if");
      case WITH -> condition(token, "with");
      case RANGE -> range();
      case ELSE -> otherwise();
      case END -> new Node.Mark(expectRight("end").pos(), Kind.END);
      case BREAK, CONTINUE -> jump(token);
      default -> {
        next--;
        yield new Node.Action(token.pos(), pipeline("command", Kind.RIGHT_DELIMITER));
      }
    };
  }

  private Node condition(Token keyword, String context) {
    int scope = variables.size();
    Node.Pipe pipe = pipeline(context, Kind.RIGHT_DELIMITER);
    Node.Branches branches = branches(keyword.is(Kind.IF));
    closeScope(scope);
    return new Node.Condition(pipe.pos(), keyword.is(Kind.WITH), pipe, branches);
  }

  private Node range() {
    int scope = variables.size();
    Node.Pipe pipe = pipeline("range", Kind.RIGHT_DELIMITER);
    loops++;
    List<Node> body = body();
    loops--;
    Node.Branches branches = branches(body, false);
    closeScope(scope);
    return new Node.Range(pipe.pos(), pipe, branches);
  }

  private Node.Branches branches(boolean allowsElseIf) {
    return branches(body(), allowsElseIf);
  }

  private Node.Branches branches(List<Node> body, boolean allowsElseIf) {
    Node.Mark mark = removeMark(body);
    if (mark.kind() == Kind.END) {
      return new Node.Branches(body, List.of());
    }
    if (allowsElseIf && peek().is(Kind.IF)) {
      // One end closes both.
      return new Node.Branches(body, List.of(condition(next(), "if")));
    }
    List<Node> otherwise = body();
    Node.Mark end = removeMark(otherwise);
    if (end.kind() != Kind.END) {
      throw failure("expected end; found " + end);
    }
    return new Node.Branches(body, otherwise);
  }

  private static Node.Mark removeMark(List<Node> nodes) {
    return (Node.Mark) nodes.remove(nodes.size() - 1);
  }

  private Node otherwise() {
    Token token = peekWord().is(Kind.IF) ? peekWord() : expectRight("else");
    return new Node.Mark(token.pos(), Kind.ELSE);
  }

  private Node jump(Token keyword) {
    String action = "{{" + keyword.text() + "}}";
    expectRight(action);
    if (loops == 0) {
      throw failure(action + " outside {{range}}");
    }
    return new Node.Mark(keyword.pos(), keyword.kind());
  }

  private void closeScope(int size) {
    variables.subList(size, variables.size()).clear();
  }

  private Node.Pipe pipeline(String context, Kind end) {
    int pos = peekWord().pos();
    List<Node.Variable> declared = new ArrayList<>();
    boolean assigns = declarations(context, declared);
    List<Node.Command> commands = new ArrayList<>();
    for (Token token = nextWord(); !token.is(end); token = nextWord()) {
      if (!OPERANDS.contains(token.kind())) {
        throw unexpected(token, context);
      }
      next--;
      commands.add(command());
    }
    check(commands, context);
    return new Node.Pipe(pos, assigns, declared, commands);
  }

  /** Reads what stands before a pipeline's commands; returns whether it is an assignment. */
  private boolean declarations(String context, List<Node.Variable> declared) {
    while (peekWord().is(Kind.VARIABLE)) {
      int before = next;
      Token variable = next();
      Token sign = peekWord();
      boolean isComma = sign.is(Kind.CHAR) && sign.text().equals(",");
      if (!sign.is(Kind.ASSIGN) && !sign.is(Kind.DECLARE) && !isComma) {
        next = before;
        return false;
      }
      next++;
      declared.add(new Node.Variable(variable.pos(), List.of(variable.text())));
      variables.add(variable.text());
      if (!isComma) {
        return sign.is(Kind.ASSIGN);
      }
      checkSecond(context, declared.size());
    }
    return false;
  }

  private void checkSecond(String context, int declared) {
    if (!context.equals("range") || declared >= 2) {
      throw failure("too many declarations in " + context);
    }
    switch (peekWord().kind()) {
      case VARIABLE, RIGHT_DELIMITER, RIGHT_PAREN -> {}
      default -> throw failure("range can only initialize variables");
    }
  }

  private void check(List<Node.Command> commands, String context) {
    if (commands.isEmpty()) {
      throw failure("missing value for " + context);
    }
    for (int i = 1; i < commands.size(); i++) {
      Node first = commands.get(i).words().get(0);
      if (first instanceof Node.Constant || first instanceof Node.Dot) {
        throw failure("non executable command in pipeline stage " + (i + 1));
      }
    }
  }

  private Node.Command command() {
    int pos = peekWord().pos();
    List<Node> words = new ArrayList<>();
    boolean isOpen = true;
    while (isOpen) {
      peekWord();
      Node operand = operand();
      if (operand != null) {
        words.add(operand);
      }
      Token token = next();
      switch (token.kind()) {
        case SPACE -> {}
        case PIPE -> isOpen = false;
        case RIGHT_DELIMITER, RIGHT_PAREN -> {
          next--;
          isOpen = false;
        }
        default -> throw unexpected(token, "operand");
      }
    }
    if (words.isEmpty()) {
      throw failure("empty command");
    }
    return new Node.Command(pos, words);
  }

  private @Nullable Node operand() {
    Node term = term();
    if (term == null || !peek().is(Kind.FIELD)) {
      return term;
    }
    int pos = peek().pos();
    List<String> fields = new ArrayList<>();
    while (peek().is(Kind.FIELD)) {
      fields.add(next().text().substring(1));
    }
    if (term instanceof Node.Constant || term instanceof Node.Dot) {
      throw failure("unexpected . after term " + Quoting.quote(term.toString()));
    }
    return Node.withFields(term, pos, fields);
  }

  private @Nullable Node term() {
    Token token = nextWord();
    return switch (token.kind()) {
      case IDENTIFIER -> function(token);
      case VARIABLE -> variable(token);
      case DOT -> new Node.Dot(token.pos());
      case FIELD -> new Node.Field(token.pos(), List.of(token.text().substring(1)));
      case LEFT_PAREN -> pipeline("parenthesized pipeline", Kind.RIGHT_PAREN);
      case NIL, BOOL, NUMBER, CHAR_CONSTANT, STRING, RAW_STRING -> constant(token);
      default -> {
        next--;
        yield null;
      }
    };
  }

  private Node function(Token token) {
    if (!Functions.BODIES.containsKey(token.text())) {
      throw failure("function " + Quoting.quote(token.text()) + " not defined");
    }
    return new Node.Identifier(token.pos(), token.text());
  }

  private Node variable(Token token) {
    if (!variables.contains(token.text())) {
      throw failure("undefined variable " + Quoting.quote(token.text()));
    }
    return new Node.Variable(token.pos(), List.of(token.text()));
  }

  private Node constant(Token token) {
    try {
      return new Node.Constant(token.pos(), token.text(), Constants.value(token));
    } catch (IllegalArgumentException e) {
      throw failure(String.valueOf(e.getMessage()));
    }
  }

  private Token expectRight(String context) {
    Token token = nextWord();
    if (!token.is(Kind.RIGHT_DELIMITER)) {
      throw unexpected(token, context);
    }
    return token;
  }

  private Token next() {
    Token token = peek();
    next++;
    return token;
  }

  private Token peek() {
    furthest = Math.max(furthest, next);
    return tokens.get(next);
  }

  private Token nextWord() {
    peekWord();
    return next();
  }

  private Token peekWord() {
    while (peek().is(Kind.SPACE)) {
      next++;
    }
    return peek();
  }

  private TemplateException unexpected(Token token, String context) {
    if (!token.is(Kind.ERROR)) {
      return failure("unexpected " + token + " in " + context);
    }
    if (actionLine == 0 || actionLine == token.line()) {
      return failure(token.text());
    }
    String action = token.text().endsWith(" action") ? "" : " in action";
    return failure(token.text() + action + " started at " + name + ":" + actionLine);
  }

  private TemplateException failure(String message) {
    return new TemplateException(
        "template: " + name + ":" + tokens.get(furthest).line() + ": " + message);
  }
}
