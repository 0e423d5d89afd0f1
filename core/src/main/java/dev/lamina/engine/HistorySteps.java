package dev.lamina.engine;

import dev.lamina.internal.oci.HistoryDocument;
import java.util.ArrayList;
import java.util.List;

/** Keeps a history true when layers go: its steps that are not empty made them, in this order. */
final class HistorySteps {
  private HistorySteps() {}

  /** Returns a history without the steps that made some layers. */
  static List<HistoryDocument> without(List<HistoryDocument> history, int first, int count) {
    List<HistoryDocument> rest = new ArrayList<>();
    int layer = 0;
    for (HistoryDocument step : history) {
      int made = step.emptyLayer() ? -1 : layer++;
      if (made < first || made >= first + count) {
        rest.add(step);
      }
    }
    return rest;
  }

  /** Returns a history whose layers have become one of another step. */
  static List<HistoryDocument> withoutLayers(List<HistoryDocument> history) {
    return history.stream()
        .map(
            step ->
                new HistoryDocument(
                    step.createdAt(), step.author(), step.createdBy(), step.comment(), true))
        .toList();
  }

  /** Returns whether a history goes on from another one. */
  static boolean begins(List<HistoryDocument> history, List<HistoryDocument> base) {
    return base.size() <= history.size() && history.subList(0, base.size()).equals(base);
  }

  /**
   * Returns the steps after those of a base; if the history does not begin with these, the steps
   * after the one that made the base's last layer.
   */
  static List<HistoryDocument> above(
      List<HistoryDocument> history, List<HistoryDocument> base, int baseLayers) {
    int end = 0;
    for (int layers = 0; layers < baseLayers && end < history.size(); end++) {
      layers += history.get(end).emptyLayer() ? 0 : 1;
    }
    return history.subList(begins(history, base) ? base.size() : end, history.size());
  }
}
