package dev.lamina.engine;

import dev.lamina.HistoryStep;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.History;
import java.util.List;

/** Reports the steps that made an image. */
final class Histories {
  private final Parts parts;

  Histories(Parts parts) {
    this.parts = parts;
  }

  List<HistoryStep> history(StoreState state, ImageRecord image) {
    return History.of(state, image, parts.reader().history(image));
  }
}
