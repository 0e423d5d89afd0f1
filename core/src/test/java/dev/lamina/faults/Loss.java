package dev.lamina.faults;

import java.util.List;
import java.util.Random;

/** What of the changes that were not forced a power failure takes. */
enum Loss {
  /** All of them. */
  ALL {
    @Override
    int kept(int changes, Random random) {
      return 0;
    }
  },
  /** The latest: of all names, and of each file. */
  LATEST {
    @Override
    int kept(int changes, Random random) {
      return random.nextInt(changes + 1);
    }
  },
  /** Any of them. */
  ANY {
    @Override
    int kept(int changes, Random random) {
      return changes;
    }

    @Override
    boolean keeps(Random random) {
      return random.nextBoolean();
    }

    @Override
    byte[] contents(List<byte[]> versions, Random random) {
      byte[] contents = new byte[versions.get(random.nextInt(versions.size())).length];
      for (int start = 0; start < contents.length; start += SECTOR) {
        byte[] version = versions.get(random.nextInt(versions.size()));
        int length = Math.min(SECTOR, Math.min(version.length, contents.length) - start);
        if (length > 0) {
          System.arraycopy(version, start, contents, start, length);
        }
      }
      return contents;
    }
  };

  private static final int SECTOR = 512;

  /** Returns how many changes, from the first, may be kept. */
  abstract int kept(int changes, Random random);

  /** Returns whether one of these is kept. */
  boolean keeps(Random random) {
    return true;
  }

  /** Returns what is in a file that had these contents, one after the other. */
  byte[] contents(List<byte[]> versions, Random random) {
    return versions.get(kept(versions.size() - 1, random));
  }

  /** Returns the changes that are kept of some. */
  <T> List<T> of(List<T> changes, Random random) {
    return changes.subList(0, kept(changes.size(), random)).stream()
        .filter(change -> keeps(random))
        .toList();
  }
}
