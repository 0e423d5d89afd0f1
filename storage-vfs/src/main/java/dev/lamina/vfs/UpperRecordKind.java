package dev.lamina.vfs;

import dev.lamina.spi.NodeType;
import java.util.List;

/** What a record of the log says; the numbers are on disk. */
enum UpperRecordKind {
  MAKE(1),
  UPDATE(2),
  ENTER(3),
  HIDE(4),
  CLEAR(5),
  DROP(6),
  SNAPSHOT(7),
  FORCED(8);

  /** The types of file by their numbers on disk. */
  static final List<NodeType> TYPES =
      List.of(
          NodeType.FILE,
          NodeType.DIRECTORY,
          NodeType.SYMLINK,
          NodeType.CHARACTER_DEVICE,
          NodeType.BLOCK_DEVICE,
          NodeType.FIFO);

  private final int code;

  UpperRecordKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /**
   * Returns the kind with a number.
   *
   * @throws IllegalArgumentException if there is none
   */
  static UpperRecordKind of(int code) {
    for (UpperRecordKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("unknown kind of record: " + code);
  }
}
