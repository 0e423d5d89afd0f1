package dev.lamina.faults;

import java.util.List;

/** What goes wrong at the n-th call of the file system. */
enum FaultKind {
  /** It does nothing and fails. */
  ERROR {
    @Override
    Faults at(int n) {
      return Faults.at(n, Faults.Effect.FAIL);
    }
  },
  /** So do all that follow. */
  ERRORS {
    @Override
    Faults at(int n) {
      return Faults.from(n, Faults.Effect.FAIL);
    }
  },
  /** It writes half of what it should, and fails. */
  SHORT_WRITE {
    @Override
    Faults at(int n) {
      return Faults.at(n, Faults.Effect.HALF);
    }
  },
  /** It does what it should, and fails. */
  LATE_ERROR {
    @Override
    Faults at(int n) {
      return Faults.at(n, Faults.Effect.FAIL_AFTER);
    }
  },
  /** The thread is interrupted. */
  INTERRUPT {
    @Override
    Faults at(int n) {
      return Faults.at(n, Faults.Effect.INTERRUPT);
    }
  },
  /** The process is killed. */
  KILL {
    @Override
    Faults at(int n) {
      return Faults.from(n, Faults.Effect.FAIL);
    }
  },
  /** The process is killed in the middle of a write. */
  KILL_IN_WRITE {
    @Override
    Faults at(int n) {
      return Faults.from(n, Faults.Effect.HALF);
    }
  },
  /** The power fails. */
  POWER_LOSS {
    @Override
    Faults at(int n) {
      return Faults.from(n, Faults.Effect.HALF);
    }

    @Override
    List<Loss> losses() {
      return List.of(Loss.values());
    }
  },
  /** What is forced fails to get to the medium, once; some time later, the power fails. */
  LOST_FORCE {
    @Override
    Faults at(int n) {
      return Faults.at(n, Faults.Effect.FAIL);
    }

    @Override
    List<Loss> losses() {
      return List.of(Loss.ALL);
    }
  };

  /** Returns what lets the n-th call go wrong, counted from 1. */
  abstract Faults at(int n);

  /** Returns what happens to that which was not forced; empty if the power does not fail. */
  List<Loss> losses() {
    return List.of();
  }

  /** Returns whether the process ends, at once or after the operation. */
  boolean isFatal() {
    return compareTo(KILL) >= 0;
  }

  /** Returns whether a call fails, and nothing else goes wrong. */
  boolean isError() {
    return !isFatal() && this != INTERRUPT;
  }

  /** Returns whether the file system works again after the call. */
  boolean isPassing() {
    return !isFatal() && this != ERRORS;
  }
}
