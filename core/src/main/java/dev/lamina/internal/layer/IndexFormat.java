package dev.lamina.internal.layer;

/** The numbers of the file format that {@link LayerIndex} describes. */
final class IndexFormat {
  static final long MAGIC = 0x7865646e494d414cL; // "LAMIndex", little-endian
  static final int VERSION = 1;

  static final int HEADER_BYTES = 96;
  static final int HEADER_VERSION = 8;
  static final int HEADER_RECORDS = 12;
  static final int HEADER_DIRECTORIES = 16;
  static final int HEADER_LINKS = 20;
  static final int HEADER_HEAP_BYTES = 24;
  static final int HEADER_DUPLICATES = 28;
  static final int HEADER_SIZE = 32;
  static final int HEADER_TAR_SIZE = 40;
  static final int HEADER_RECORDS_OFFSET = 48;
  static final int HEADER_DIRECTORIES_OFFSET = 52;
  static final int HEADER_LINKS_OFFSET = 56;
  static final int HEADER_HEAP_OFFSET = 60;
  static final int HEADER_RECORDS_CRC = 64;
  static final int HEADER_DIRECTORIES_CRC = 68;
  static final int HEADER_LINKS_CRC = 72;
  static final int HEADER_HEAP_CRC = 76;
  static final int HEADER_ENTRIES = 80;
  static final int HEADER_CRC = 92;

  static final int RECORD_BYTES = 40;
  static final int NAME_OFFSET = 0;
  static final int NAME_LENGTH = 4;
  static final int TYPE = 5;
  static final int MODE = 6;
  static final int UID = 8;
  static final int GID = 12;
  static final int MTIME = 16;
  static final int SIZE = 24;
  static final int CONTENT = 32;
  static final int XATTRS = 36;

  static final int TYPE_MASK = 0x07;
  static final int EXPLICIT = 0x08;
  static final int OPAQUE = 0x10;
  static final int HIDES_LOWER = 0x20;
  static final int SPARSE = 0x40;
  static final int HAS_LINKS = 0x80;

  static final int LINK_BYTES = 8;
  static final int SEGMENT_BYTES = 16;
  static final int TAR_BLOCK = 512;
  static final int MAX_NAME_BYTES = 255;

  private IndexFormat() {}
}
