package dev.lamina.examples.cli.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A template as Go's {@code text/template} has them, with the functions that engines add: text with
 * actions such as <code>{{upper .Tag}}</code>. Not there: templates in templates, complex numbers,
 * {@code call}. Immutable.
 *
 * <p>Values are texts, numbers ({@link Integer} and {@link Long} are Go's {@code int} and {@code
 * int64}; {@link java.math.BigDecimal} is a number of a JSON text that nobody gave a type to),
 * truth values, {@link java.time.Instant}s, lists, maps, {@link Struct}s, {@link Row}s, {@link Nil}
 * and {@code null}. Maps are printed in the order of their keys.
 *
 * <p>A message begins with {@code template: }, as Go's do; commands of engines put {@code template
 * parsing error: } before it.
 */
public final class Template {
  private final Source source;
  private final List<Node> nodes;
  private final boolean isStrict;

  private Template(Source source, List<Node> nodes, boolean isStrict) {
    this.source = source;
    this.nodes = nodes;
    this.isStrict = isStrict;
  }

  /**
   * Returns the template that a text is.
   *
   * @param name what messages call it; most of an engine's commands leave it empty
   * @throws TemplateException if the text is none
   */
  public static Template parse(String name, String text) {
    return new Template(new Source(name, text), Parser.parse(name, text), false);
  }

  /**
   * Returns a template that does not bear a map without the key that is asked for. An engine's
   * {@code inspect} first tries its own types, and where they fail the bare JSON with this.
   */
  public Template strict() {
    return new Template(source, nodes, true);
  }

  /**
   * Fills in the template.
   *
   * @param data what the dot is at first
   * @param out gets the text; on a failure, what came before it
   * @throws TemplateException if the template does not go with the data
   */
  public void execute(@Nullable Object data, StringBuilder out) {
    new Execution(source, Functions.BODIES, isStrict, out).run(nodes, data);
  }

  /**
   * Fills in the heads of a table: where functions change a value, a head stays as it is.
   *
   * @param heads the heads by field; there may be {@link Method}s
   * @param out gets the text; where the template does not go with the heads, what came before that
   */
  public void executeHead(Map<String, ?> heads, StringBuilder out) {
    try {
      new Execution(source, Functions.HEAD_BODIES, false, out).run(nodes, heads);
    } catch (TemplateException e) {
      // Engines print what there is.
    }
  }
}
