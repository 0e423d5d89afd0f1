package dev.lamina.internal.layer;

/** The types of record in a {@link LayerIndex}. */
public enum RecordType {
  /** A regular file. */
  FILE(0, "a file"),
  /** A directory. */
  DIRECTORY(1, "a directory"),
  /** A symbolic link. */
  SYMLINK(2, "a symbolic link"),
  /** One more name of another record's file. */
  HARD_LINK(3, "a hard link"),
  /** A character device. */
  CHARACTER_DEVICE(4, "a character device"),
  /** A block device. */
  BLOCK_DEVICE(5, "a block device"),
  /** A named pipe. */
  FIFO(6, "a named pipe"),
  /** Hides the path in the layers below. */
  WHITEOUT(7, "a whiteout");

  private static final RecordType[] BY_CODE = new RecordType[values().length];

  static {
    for (RecordType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final String phrase;

  RecordType(int code, String phrase) {
    this.code = code;
    this.phrase = phrase;
  }

  /** Returns the type of a record by its type and flags. */
  static RecordType of(int typeAndFlags) {
    return BY_CODE[typeAndFlags & IndexFormat.TYPE_MASK];
  }

  /** Returns the number that a record holds. */
  int code() {
    return code;
  }

  /** Returns the type for a message, with its article. */
  String phrase() {
    return phrase;
  }
}
