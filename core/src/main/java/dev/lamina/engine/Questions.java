package dev.lamina.engine;

import dev.lamina.ImageNotFoundException;
import dev.lamina.internal.catalog.StoreState;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks for what needs files besides the state: anew, if what it was read from is gone meanwhile.
 */
final class Questions {
  private Questions() {}

  /**
   * Returns the answer to a question, from one state.
   *
   * @throws ImageNotFoundException if an image is asked for that is not there, though nothing has
   *     changed meanwhile
   */
  static <T> T ask(Supplier<StoreState> states, Function<StoreState, T> question) {
    StoreState state = states.get();
    while (true) {
      try {
        return question.apply(state);
      } catch (ImageNotFoundException e) {
        StoreState now = states.get();
        if (now.sequence() == state.sequence()) {
          throw e;
        }
        state = now;
      }
    }
  }
}
