package dev.lamina.benchmarks.peers;

import java.util.List;
import java.util.Locale;

/** Draws comparisons as bars, in SVG; each comparison has its own scale. */
final class Plot {
  private static final int WIDTH = 760;
  private static final int LABELS = 150;
  private static final int VALUES = 150;
  private static final int BAR = 16;
  private static final int GAP = 26;

  private final StringBuilder svg = new StringBuilder();
  private int y;

  private Plot() {}

  /** Returns the picture. */
  static String of(List<Comparison> comparisons) {
    Plot plot = new Plot();
    comparisons.forEach(plot::draw);
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="white"/>
        %s</svg>
        """
        .formatted(WIDTH, plot.y + GAP, plot.svg);
  }

  private void draw(Comparison comparison) {
    y += GAP;
    text(8, "start", "bold", comparison.operation() + ", " + comparison.input());
    y += 8;
    double scale = (WIDTH - LABELS - VALUES) / comparison.longest();
    for (Comparison.Result result : comparison.results()) {
      int width = Math.max(1, (int) Math.round(result.wall() * scale));
      svg.append(
          "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n"
              .formatted(LABELS, y + 2, width, BAR - 4, result.isOurs() ? "#2a7f62" : "#9aa5b1"));
      y += BAR - 3;
      text(LABELS - 8, "end", "normal", result.tool());
      text(LABELS + width + 6, "start", "normal", value(comparison, result));
      y += 3;
    }
  }

  private static String value(Comparison comparison, Comparison.Result result) {
    return String.format(
        Locale.ROOT,
        "%.2f %s, %.1f ×",
        result.wall(),
        comparison.operation().equals("size") ? "MB" : "s",
        comparison.ratio(result));
  }

  private void text(int x, String anchor, String weight, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            weight,
            text.replace("&", "&amp;").replace("<", "&lt;")));
  }
}
