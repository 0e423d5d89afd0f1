package dev.lamina.vfs;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.TreeNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A path in a union file system: bytes, as Unix has them, in a form without repeated or trailing
 * slashes. Behaves as the paths of the JDK's Unix provider; relative paths start at the root.
 * Immutable.
 */
final class UnionPath implements Path {
  private static final byte[] NOTHING = {};
  private static final byte[] DOT = {'.'};
  private static final byte[] DOT_DOT = {'.', '.'};

  private final UnionFileSystem fileSystem;
  private final byte[] bytes;
  private final @Nullable TreeNode node;
  private @Nullable String text;

  private UnionPath(
      UnionFileSystem fileSystem, byte[] bytes, @Nullable TreeNode node, @Nullable String text) {
    this.fileSystem = fileSystem;
    this.bytes = bytes;
    this.node = node;
    this.text = text;
  }

  /** Makes a path of any bytes without NUL. */
  static UnionPath of(UnionFileSystem fileSystem, byte[] bytes) {
    return new UnionPath(fileSystem, normalizeSlashes(bytes), null, null);
  }

  /** Makes a path whose text is to the byte what a symbolic link holds, slashes at its end too. */
  static UnionPath verbatim(UnionFileSystem fileSystem, byte[] bytes) {
    return new UnionPath(fileSystem, normalizeSlashes(bytes), null, ByteNames.decode(bytes));
  }

  /** Makes an absolute path of names. */
  static UnionPath ofNames(UnionFileSystem fileSystem, List<byte[]> names) {
    return new UnionPath(fileSystem, joinNames(true, names), null, null);
  }

  /** Parses a path, in the encoding of {@link ByteNames}. */
  static UnionPath parse(UnionFileSystem fileSystem, String first, String... more) {
    StringBuilder joined = new StringBuilder(first);
    for (String part : more) {
      if (!part.isEmpty()) {
        joined.append(joined.length() == 0 ? "" : "/").append(part);
      }
    }
    String text = joined.toString();
    try {
      return of(fileSystem, ByteNames.encode(text));
    } catch (InvalidPathException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidPathException(text, "an unpaired surrogate that stands for no byte");
    }
  }

  private static byte[] normalizeSlashes(byte[] bytes) {
    byte[] out = new byte[bytes.length];
    int length = 0;
    for (byte b : bytes) {
      if (b == 0) {
        throw new InvalidPathException(ByteNames.escape(bytes), "Nul character not allowed");
      }
      if (b != '/' || length == 0 || out[length - 1] != '/') {
        out[length++] = b;
      }
    }
    if (length > 1 && out[length - 1] == '/') {
      length--;
    }
    return Arrays.copyOf(out, length);
  }

  /** Returns the bytes; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * Returns the file of this very name (a link itself), if a directory listing brought it along.
   */
  @Nullable TreeNode node() {
    return node;
  }

  /** Returns what a symbolic link to this path holds. */
  byte[] linkBytes() {
    return ByteNames.encode(toString());
  }

  /**
   * Returns the path of a file that this directory was seen to hold.
   *
   * @param child the file, if it is sure to stay there
   */
  UnionPath resolve(byte[] name, @Nullable TreeNode child) {
    return new UnionPath(fileSystem, join(bytes, name), child, null);
  }

  private UnionPath derive(byte[] normalized) {
    return new UnionPath(fileSystem, normalized, null, null);
  }

  private static byte[] join(byte[] base, byte[] child) {
    if (child.length == 0) {
      return base;
    }
    if (base.length == 0 || child[0] == '/') {
      return child;
    }
    int slash = base.length == 1 && base[0] == '/' ? 0 : 1;
    byte[] joined = Arrays.copyOf(base, base.length + slash + child.length);
    joined[base.length + slash - 1] = '/';
    System.arraycopy(child, 0, joined, base.length + slash, child.length);
    return joined;
  }

  /** Returns the names; the empty path has one, which is empty. */
  private List<byte[]> names() {
    List<byte[]> names = new ArrayList<>();
    for (int start = isAbsolute() ? 1 : 0; start < bytes.length; ) {
      int end = endOfName(start);
      names.add(Arrays.copyOfRange(bytes, start, end));
      start = end + 1;
    }
    if (bytes.length == 0) {
      names.add(NOTHING);
    }
    return names;
  }

  private int endOfName(int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != '/') {
      end++;
    }
    return end;
  }

  private static byte[] joinNames(boolean absolute, Iterable<byte[]> names) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (absolute) {
      out.write('/');
    }
    boolean first = true;
    for (byte[] name : names) {
      if (!first) {
        out.write('/');
      }
      out.writeBytes(name);
      first = false;
    }
    return out.toByteArray();
  }

  private boolean isRoot() {
    return bytes.length == 1 && bytes[0] == '/';
  }

  private int lastSlash() {
    int i = bytes.length - 1;
    while (i >= 0 && bytes[i] != '/') {
      i--;
    }
    return i;
  }

  @Override
  public UnionFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return bytes.length > 0 && bytes[0] == '/';
  }

  @Override
  public @Nullable UnionPath getRoot() {
    return isAbsolute() ? fileSystem.root() : null;
  }

  @Override
  public @Nullable UnionPath getFileName() {
    if (isRoot()) {
      return null;
    }
    int slash = lastSlash();
    return slash < 0 ? this : derive(Arrays.copyOfRange(bytes, slash + 1, bytes.length));
  }

  @Override
  public @Nullable UnionPath getParent() {
    int slash = lastSlash();
    if (slash < 0 || isRoot()) {
      return null;
    }
    return slash == 0 ? fileSystem.root() : derive(Arrays.copyOf(bytes, slash));
  }

  @Override
  public int getNameCount() {
    if (isRoot()) {
      return 0;
    }
    int count = 1;
    for (int i = 1; i < bytes.length; i++) {
      if (bytes[i] == '/') {
        count++;
      }
    }
    return count;
  }

  @Override
  public UnionPath getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public UnionPath subpath(int beginIndex, int endIndex) {
    List<byte[]> names = names();
    if (beginIndex < 0 || beginIndex >= endIndex || endIndex > names.size()) {
      throw new IllegalArgumentException(
          "no names " + beginIndex + " to " + endIndex + ": the path has " + names.size());
    }
    return derive(joinNames(false, names.subList(beginIndex, endIndex)));
  }

  @Override
  public boolean startsWith(Path other) {
    if (!isOfThisFileSystem(other)) {
      return false;
    }
    byte[] prefix = ((UnionPath) other).bytes;
    if (prefix.length == 0 || prefix.length > bytes.length) {
      return bytes.length == prefix.length;
    }
    boolean atEndOfName =
        (prefix.length == 1 && prefix[0] == '/')
            || prefix.length == bytes.length
            || bytes[prefix.length] == '/';
    return atEndOfName && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!isOfThisFileSystem(other)) {
      return false;
    }
    byte[] suffix = ((UnionPath) other).bytes;
    int start = bytes.length - suffix.length;
    if (suffix.length == 0 || start <= 0) {
      return Arrays.equals(bytes, suffix);
    }
    return suffix[0] != '/'
        && bytes[start - 1] == '/'
        && Arrays.equals(bytes, start, bytes.length, suffix, 0, suffix.length);
  }

  @Override
  public UnionPath normalize() {
    Deque<byte[]> kept = new ArrayDeque<>();
    boolean changed = false;
    for (byte[] name : names()) {
      if (Arrays.equals(name, DOT)) {
        changed = true;
      } else if (!Arrays.equals(name, DOT_DOT)) {
        kept.addLast(name);
      } else if (!kept.isEmpty() && !Arrays.equals(kept.getLast(), DOT_DOT)) {
        kept.removeLast();
        changed = true;
      } else if (isAbsolute()) {
        changed = true;
      } else {
        kept.addLast(name);
      }
    }
    return changed ? derive(joinNames(isAbsolute(), kept)) : this;
  }

  @Override
  public UnionPath resolve(Path other) {
    UnionPath child = check(other);
    if (child.isAbsolute() || bytes.length == 0) {
      return child;
    }
    return child.bytes.length == 0 ? this : derive(join(bytes, child.bytes));
  }

  @Override
  public UnionPath relativize(Path other) {
    UnionPath to = check(other);
    if (to.equals(this)) {
      return derive(NOTHING);
    }
    if (isAbsolute() != to.isAbsolute()) {
      throw new IllegalArgumentException("one path is absolute, the other is not");
    }
    if (bytes.length == 0) {
      return to;
    }
    boolean dots = hasDots() || to.hasDots();
    List<byte[]> base = (dots ? normalize() : this).namesOrNone();
    List<byte[]> target = (dots ? to.normalize() : to).namesOrNone();
    int common = commonNames(base, target);
    List<byte[]> names = new ArrayList<>();
    for (byte[] name : base.subList(common, base.size())) {
      if (Arrays.equals(name, DOT_DOT)) {
        throw new IllegalArgumentException("no relative path: " + this + " leads out by ..");
      }
      names.add(DOT_DOT);
    }
    names.addAll(target.subList(common, target.size()));
    return derive(joinNames(false, names));
  }

  private List<byte[]> namesOrNone() {
    return bytes.length == 0 ? List.of() : names();
  }

  private boolean hasDots() {
    return names().stream().anyMatch(n -> Arrays.equals(n, DOT) || Arrays.equals(n, DOT_DOT));
  }

  private static int commonNames(List<byte[]> a, List<byte[]> b) {
    int common = 0;
    while (common < a.size() && common < b.size() && Arrays.equals(a.get(common), b.get(common))) {
      common++;
    }
    return common;
  }

  @Override
  public URI toUri() {
    return UnionUris.of(toAbsolutePath());
  }

  @Override
  public UnionPath toAbsolutePath() {
    if (isAbsolute()) {
      return this;
    }
    // The working directory is the root, so a relative path is the same file.
    return new UnionPath(fileSystem, join(fileSystem.root().bytes, bytes), node, null);
  }

  @Override
  public UnionPath toRealPath(LinkOption... options) throws IOException {
    return fileSystem.view().realPath(this, OpenOptions.followsLinks(options));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
      throws IOException {
    if (fileSystem.isReadOnly()) {
      throw new UnsupportedOperationException("nothing to watch: the file system is read-only");
    }
    if (!(Objects.requireNonNull(watcher, "watcher") instanceof PollingWatchService polling)) {
      throw new ProviderMismatchException();
    }
    return polling.register(this, events);
  }

  private boolean isOfThisFileSystem(Path other) {
    Objects.requireNonNull(other, "other");
    return other instanceof UnionPath path && path.fileSystem == fileSystem;
  }

  private UnionPath check(Path other) {
    if (!isOfThisFileSystem(other)) {
      throw new ProviderMismatchException();
    }
    return (UnionPath) other;
  }

  /**
   * Orders by unsigned bytes.
   *
   * @throws ClassCastException if the other path is of another provider
   */
  @Override
  public int compareTo(Path other) {
    UnionPath path = (UnionPath) other;
    int order = Arrays.compareUnsigned(bytes, path.bytes);
    return order != 0 ? order : Long.compare(fileSystem.number(), path.fileSystem.number());
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof UnionPath other
        && fileSystem == other.fileSystem
        && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns the path as text, in the encoding of {@link ByteNames}. */
  @Override
  public String toString() {
    String result = text;
    if (result == null) {
      result = ByteNames.decode(bytes);
      text = result;
    }
    return result;
  }
}
