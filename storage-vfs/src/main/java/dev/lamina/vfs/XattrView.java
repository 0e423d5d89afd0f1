package dev.lamina.vfs;

import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A view of a path's extended attributes: {@code user} has those of that namespace, named without
 * it, as the JDK has it; {@code xattr} has all, by their full names.
 */
final class XattrView implements UserDefinedFileAttributeView {
  private final String view;
  private final String prefix;
  private final UnionView files;
  private final UnionPath path;
  private final boolean follow;
  private final Runnable check;

  private XattrView(
      String prefix, UnionView files, UnionPath path, boolean follow, Runnable check) {
    this.view = prefix.isEmpty() ? AttributeNames.XATTR : AttributeNames.USER;
    this.prefix = prefix;
    this.files = files;
    this.path = path;
    this.follow = follow;
    this.check = check;
  }

  static XattrView user(UnionView files, UnionPath path, boolean follow, Runnable check) {
    return new XattrView("user.", files, path, follow, check);
  }

  static XattrView all(UnionView files, UnionPath path, boolean follow) {
    return new XattrView("", files, path, follow, () -> {});
  }

  @Override
  public String name() {
    return view;
  }

  @Override
  public List<String> list() throws IOException {
    return xattrs().keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .sorted()
        .toList();
  }

  @Override
  public int size(String name) throws IOException {
    return value(name).length;
  }

  @Override
  public int read(String name, ByteBuffer target) throws IOException {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("read-only buffer");
    }
    byte[] value = value(name);
    if (value.length > target.remaining()) {
      throw failure(name, "has " + value.length + " bytes, the buffer room for fewer");
    }
    target.put(value);
    return value.length;
  }

  /** Returns the attributes by name, or all for the name {@code *}. */
  Map<String, Object> readAll(String[] names) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : names) {
      for (String each : name.equals("*") ? list() : List.of(name)) {
        values.put(each, value(each).clone());
      }
    }
    return values;
  }

  @Override
  public int write(String name, ByteBuffer source) throws IOException {
    check.run();
    byte[] value = new byte[source.remaining()];
    source.duplicate().get(value);
    files.changes().setXattr(path, follow, prefix + name, value);
    source.position(source.limit());
    return value.length;
  }

  @Override
  public void delete(String name) throws IOException {
    check.run();
    files.changes().removeXattr(path, follow, prefix + name);
  }

  /** Sets an attribute by its name, to bytes of an array or a buffer. */
  void setAttribute(String name, Object value) throws IOException {
    ByteBuffer bytes = value instanceof byte[] array ? ByteBuffer.wrap(array) : (ByteBuffer) value;
    int unused = write(name, bytes);
  }

  private byte[] value(String name) throws IOException {
    byte[] value = xattrs().get(prefix + name);
    if (value == null) {
      throw failure(name, "does not exist");
    }
    return value;
  }

  private FileSystemException failure(String name, String why) {
    String reason = "extended attribute '" + ByteNames.escape(name) + "' " + why;
    return new FileSystemException(path.toString(), null, reason);
  }

  private Map<String, byte[]> xattrs() throws IOException {
    check.run();
    return files.xattrs(path, follow);
  }
}
