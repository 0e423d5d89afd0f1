package dev.lamina.vfs;

import dev.lamina.CorruptStoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Makes a state of the records of a log, and matches it with the data files that are there. */
final class UpperReplay implements UpperLog.Reader {
  private static final System.Logger LOGGER = System.getLogger(UpperReplay.class.getName());

  private final UpperState state;
  private final DataFiles files;
  // Data files that a power failure may have taken.
  private final Set<Long> unforced = new HashSet<>();

  UpperReplay(UpperState state, DataFiles files) {
    this.state = state;
    this.files = files;
  }

  @Override
  public void take(UpperRecord record) {
    state.apply(record);
    if (record instanceof UpperRecord.Forced) {
      unforced.clear();
    } else if (record instanceof UpperRecord.Make make) {
      unforced.add(make.inode().state().data());
    } else if (record instanceof UpperRecord.Update update) {
      unforced.add(update.state().data());
    }
  }

  /** Learns how long the files are, and deletes data files that nobody needs any more. */
  void finish() throws IOException {
    Map<Long, Long> lengths = files.lengths();
    for (UpperInode inode : state.inodes()) {
      long number = inode.state().data();
      if (inode instanceof UpperFile file && number != 0) {
        files.skip(number);
        Long length = lengths.remove(number);
        file.size(length == null ? lost(number) : length);
      }
    }
    for (long number : lengths.keySet()) {
      files.delete(number);
    }
  }

  private long lost(long number) throws IOException {
    if (!unforced.contains(number)) {
      throw new CorruptStoreException(files.path(number), "contents of a changed file", "nothing");
    }
    LOGGER.log(Level.WARNING, "{0} was lost: the file is empty", files.path(number));
    files.create(number).close();
    return 0;
  }
}
