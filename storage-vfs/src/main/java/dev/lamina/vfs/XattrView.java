package dev.lamina.vfs;

import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
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
  private final UnionPath path;
  private final boolean follow;

  private XattrView(String view, String prefix, UnionPath path, boolean follow) {
    this.view = view;
    this.prefix = prefix;
    this.path = path;
    this.follow = follow;
  }

  static XattrView user(UnionPath path, boolean follow) {
    return new XattrView(AttributeNames.USER, "user.", path, follow);
  }

  static XattrView all(UnionPath path, boolean follow) {
    return new XattrView(AttributeNames.XATTR, "", path, follow);
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
  public int write(String name, ByteBuffer source) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void delete(String name) {
    throw new ReadOnlyFileSystemException();
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
    return path.getFileSystem().view().xattrs(path, follow);
  }
}
