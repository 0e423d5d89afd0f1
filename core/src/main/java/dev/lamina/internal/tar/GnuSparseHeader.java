package dev.lamina.internal.tar;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import java.io.IOException;

/** The sparse map of an old GNU tar member, type {@code S}: in its header and blocks after it. */
final class GnuSparseHeader {
  private static final int MAP = 386;
  private static final int MAP_ENTRIES = 4;
  private static final int EXTENDED = 482;
  private static final int REAL_SIZE = 483;
  private static final int BLOCK_ENTRIES = 21;
  private static final int BLOCK_EXTENDED = 504;
  private static final int NUMBER_LENGTH = 12;

  private GnuSparseHeader() {}

  /** Reads the map of a file of which the archive has so many bytes. */
  static SparseMap read(TarHeader header, TarInput in, long archived, Limits limits)
      throws IOException {
    if (!header.isGnu()) {
      throw new InvalidArchiveException("sparse file in a header that is not GNU tar's");
    }
    SparseMap.Builder map = new SparseMap.Builder(limits);
    long size = TarNumbers.field(header.block(), REAL_SIZE, NUMBER_LENGTH, "sparse size");
    add(map, header.block(), MAP, MAP_ENTRIES);
    if (header.block()[EXTENDED] != 0) {
      byte[] block = new byte[TarInput.BLOCK];
      do {
        in.requireBlock(block);
        add(map, block, 0, BLOCK_ENTRIES);
      } while (block[BLOCK_EXTENDED] != 0);
    }
    return map.build(size, archived);
  }

  private static void add(SparseMap.Builder map, byte[] block, int start, int entries) {
    for (int i = 0; i < entries; i++) {
      int entry = start + i * 2 * NUMBER_LENGTH;
      if (block[entry] == 0) {
        return;
      }
      long offset = TarNumbers.field(block, entry, NUMBER_LENGTH, "sparse offset");
      int length = entry + NUMBER_LENGTH;
      map.add(offset, TarNumbers.field(block, length, NUMBER_LENGTH, "sparse length"));
    }
  }
}
