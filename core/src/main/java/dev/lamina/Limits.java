package dev.lamina;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a store refuses to take from an archive, however well-formed: each limit bounds the memory,
 * the disk or the time that a stranger's archive can ask for. Immutable.
 *
 * <p>What goes beyond a limit is refused with an {@link InvalidArchiveException} that names the
 * limit, and nothing of the archive is kept. The limits are far above what images in use need; a
 * store that is to take more is opened with {@link StoreOptions#limits}. They are about what comes
 * in: what is in the store already can be read under any limits.
 *
 * <p>Not among them is what could not be raised: paths of 4096 bytes, names and targets of links
 * are as long as Linux can have them, and so are extended attributes; JSON is at most 64 levels
 * deep and 300,000 names and values long.
 */
public final class Limits {
  // Nothing that is read whole can be larger than an array, or should be as large.
  private static final long MOST_READ_WHOLE = 1 << 30;
  private static final int DEEPEST = 100;

  private static final Limits DEFAULTS = new Limits(values(false));
  private static final Limits NONE = new Limits(values(true));

  private enum Key {
    MANIFEST_BYTES("manifestBytes", 4 << 20, MOST_READ_WHOLE),
    CONFIG_BYTES("configBytes", 8 << 20, MOST_READ_WHOLE),
    DOCUMENT_BYTES("documentBytes", 64 << 20, Long.MAX_VALUE),
    INDEX_DEPTH("indexDepth", 8, DEEPEST),
    ARCHIVE_MEMBERS("archiveMembers", 200_000, Integer.MAX_VALUE),
    LAYERS_PER_IMAGE("layersPerImage", 500, Integer.MAX_VALUE),
    ENTRIES_PER_LAYER("entriesPerLayer", 5_000_000, Long.MAX_VALUE),
    UNPACKED_LAYER_BYTES("unpackedLayerBytes", 64L << 30, Long.MAX_VALUE),
    COMPRESSION_RATIO("compressionRatio", 1000, Integer.MAX_VALUE),
    ZSTD_WINDOW_BYTES("zstdWindowBytes", 8 << 20, MOST_READ_WHOLE),
    EXTENSION_BYTES("extensionBytes", 1 << 20, MOST_READ_WHOLE),
    SPARSE_SEGMENTS("sparseSegments", 100_000, Integer.MAX_VALUE >> 4),
    FREE_BYTES("freeBytes", 0, Long.MAX_VALUE);

    final String text;
    final long usual;
    final long most;

    Key(String text, long usual, long most) {
      this.text = text;
      this.usual = usual;
      this.most = most;
    }
  }

  private final Map<Key, Long> values;

  private Limits(Map<Key, Long> values) {
    this.values = values;
  }

  private static Map<Key, Long> values(boolean none) {
    Map<Key, Long> values = new EnumMap<>(Key.class);
    for (Key key : Key.values()) {
      values.put(key, none && key != Key.FREE_BYTES ? key.most : key.usual);
    }
    return values;
  }

  /** Returns the limits that no image in use goes beyond. */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /**
   * Returns no limits but those of this library itself, for archives of somebody who is trusted:
   * one made to do harm can take all memory and all of the disk.
   */
  public static Limits none() {
    return NONE;
  }

  /** Returns how many bytes a manifest, an index or a list of images may have: 4 MiB. */
  public int manifestBytes() {
    return (int) get(Key.MANIFEST_BYTES);
  }

  /** Returns these limits with another one for manifests and indexes, in bytes. */
  public Limits manifestBytes(int most) {
    return with(Key.MANIFEST_BYTES, most);
  }

  /** Returns how many bytes the configuration of an image may have: 8 MiB. */
  public int configBytes() {
    return (int) get(Key.CONFIG_BYTES);
  }

  /** Returns these limits with another one for configurations, in bytes. */
  public Limits configBytes(int most) {
    return with(Key.CONFIG_BYTES, most);
  }

  /**
   * Returns how many bytes all documents of an archive may have together: 64 MiB. One that is read
   * for several images counts each time.
   */
  public long documentBytes() {
    return get(Key.DOCUMENT_BYTES);
  }

  /** Returns these limits with another one for all documents of an archive together, in bytes. */
  public Limits documentBytes(long most) {
    return with(Key.DOCUMENT_BYTES, most);
  }

  /** Returns how many indexes may lie in each other: 8. */
  public int indexDepth() {
    return (int) get(Key.INDEX_DEPTH);
  }

  /** Returns these limits with another depth of indexes, up to 100. */
  public Limits indexDepth(int most) {
    return with(Key.INDEX_DEPTH, most);
  }

  /** Returns how many files and links an archive of images may have: 200,000. */
  public int archiveMembers() {
    return (int) get(Key.ARCHIVE_MEMBERS);
  }

  /** Returns these limits with another number of files and links in an archive of images. */
  public Limits archiveMembers(int most) {
    return with(Key.ARCHIVE_MEMBERS, most);
  }

  /** Returns how many layers an image may have: 500, which is what Linux can mount. */
  public int layersPerImage() {
    return (int) get(Key.LAYERS_PER_IMAGE);
  }

  /** Returns these limits with another number of layers. */
  public Limits layersPerImage(int most) {
    return with(Key.LAYERS_PER_IMAGE, most);
  }

  /** Returns how many members the tar of a layer may have: 5 million. */
  public long entriesPerLayer() {
    return get(Key.ENTRIES_PER_LAYER);
  }

  /** Returns these limits with another number of members in a layer. */
  public Limits entriesPerLayer(long most) {
    return with(Key.ENTRIES_PER_LAYER, most);
  }

  /**
   * Returns how many bytes a layer may have when it is unpacked, as a tar or as files with the
   * holes that they have: 64 GiB.
   */
  public long unpackedLayerBytes() {
    return get(Key.UNPACKED_LAYER_BYTES);
  }

  /** Returns these limits with another one for unpacked layers, in bytes. */
  public Limits unpackedLayerBytes(long most) {
    return with(Key.UNPACKED_LAYER_BYTES, most);
  }

  /**
   * Returns how many times as large as it is packed something may be when it is unpacked: 1000. It
   * counts from the hundredth MiB on.
   */
  public int compressionRatio() {
    return (int) get(Key.COMPRESSION_RATIO);
  }

  /** Returns these limits with another ratio. */
  public Limits compressionRatio(int most) {
    return with(Key.COMPRESSION_RATIO, most);
  }

  /**
   * Returns the largest window of a zstd frame, for which memory is taken: 8 MiB, which every
   * decoder is asked to support.
   */
  public int zstdWindowBytes() {
    return (int) get(Key.ZSTD_WINDOW_BYTES);
  }

  /** Returns these limits with another window, in bytes, up to 1 GiB. */
  public Limits zstdWindowBytes(int most) {
    return with(Key.ZSTD_WINDOW_BYTES, most);
  }

  /** Returns how many bytes a PAX header or a GNU long name may have: 1 MiB. */
  public int extensionBytes() {
    return (int) get(Key.EXTENSION_BYTES);
  }

  /** Returns these limits with another one for PAX headers and long names, in bytes. */
  public Limits extensionBytes(int most) {
    return with(Key.EXTENSION_BYTES, most);
  }

  /** Returns how many pieces of data a file with holes may have: 100,000. */
  public int sparseSegments() {
    return (int) get(Key.SPARSE_SEGMENTS);
  }

  /** Returns these limits with another number of pieces. */
  public Limits sparseSegments(int most) {
    return with(Key.SPARSE_SEGMENTS, most);
  }

  /**
   * Returns how many bytes a load has to leave free on the store's file system, as far as can be
   * known before it begins: 0.
   */
  public long freeBytes() {
    return get(Key.FREE_BYTES);
  }

  /** Returns these limits with other free space, in bytes. */
  public Limits freeBytes(long least) {
    return with(Key.FREE_BYTES, least);
  }

  private long get(Key key) {
    return Objects.requireNonNull(values.get(key));
  }

  private Limits with(Key key, long value) {
    if (value < 0 || value > key.most) {
      throw new IllegalArgumentException(
          "%s out of range: %s is not within 0 and %s".formatted(key.text, value, key.most));
    }
    Map<Key, Long> changed = new EnumMap<>(values);
    changed.put(key, value);
    return new Limits(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Limits limits && values.equals(limits.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Returns all limits with their names. */
  @Override
  public String toString() {
    return Arrays.stream(Key.values())
        .map(key -> key.text + "=" + get(key))
        .collect(Collectors.joining(", ", "Limits[", "]"));
  }
}
