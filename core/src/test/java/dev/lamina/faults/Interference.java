package dev.lamina.faults;

import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.PruneOption;
import dev.lamina.RemoveOption;
import dev.lamina.StoreLockedException;

/** What somebody else does to a store that an operation is under way in. */
enum Interference {
  /** Opens it, which takes away what dead processes have left, and closes it. */
  OPEN(true) {
    @Override
    void on(ImageStore store) {}
  },
  /** Deletes what belongs to nothing. */
  COLLECT(true) {
    @Override
    void on(ImageStore store) {
      store.collect();
    }
  },
  /** Takes away the image that most operations use. */
  REMOVE(false) {
    @Override
    void on(ImageStore store) {
      store.remove("app:1", RemoveOption.FORCE);
    }
  },
  /** Takes away all images that no container uses, and what they have left. */
  PRUNE_AND_COLLECT(false) {
    @Override
    void on(ImageStore store) {
      store.prune(PruneOption.ALL_UNUSED);
      store.collect();
    }
  };

  private final boolean isHarmless;

  Interference(boolean isHarmless) {
    this.isHarmless = isHarmless;
  }

  abstract void on(ImageStore store);

  /** Returns whether nobody may see a difference. */
  boolean isHarmless() {
    return isHarmless;
  }

  /** Does it, unless the operation has the store locked just then, or it was done already. */
  void tryOn(ImageStore store) {
    try {
      on(store);
    } catch (StoreLockedException | ImageNotFoundException e) {
      // Later, or not at all: so others see it.
    }
  }
}
