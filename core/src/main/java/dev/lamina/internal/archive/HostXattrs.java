package dev.lamina.internal.archive;

import dev.lamina.spi.NodeType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The extended attributes of a file, by their full names: all if the provider has the view {@code
 * xattr}, as mounted images do, or else those of the namespace {@code user}.
 */
final class HostXattrs {
  private static final String ALL = "xattr";
  private static final String OF_USERS = "user";

  private HostXattrs() {}

  static Map<String, byte[]> read(Path path, NodeType type) throws IOException {
    Set<String> views = path.getFileSystem().supportedFileAttributeViews();
    if (views.contains(ALL)) {
      return all(path);
    }
    boolean canHave = type == NodeType.FILE || type == NodeType.DIRECTORY;
    return canHave && views.contains(OF_USERS) ? ofUsers(path) : Map.of();
  }

  private static Map<String, byte[]> all(Path path) throws IOException {
    Map<String, byte[]> xattrs = new TreeMap<>();
    Files.readAttributes(path, ALL + ":*", LinkOption.NOFOLLOW_LINKS)
        .forEach((name, value) -> xattrs.put(name, (byte[]) value));
    return xattrs;
  }

  private static Map<String, byte[]> ofUsers(Path path) throws IOException {
    Map<String, byte[]> xattrs = new TreeMap<>();
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    for (String name : names(view)) {
      ByteBuffer value = ByteBuffer.allocate(view.size(name));
      int unused = view.read(name, value);
      xattrs.put(OF_USERS + "." + name, value.array());
    }
    return xattrs;
  }

  /** Not every file system below one provider has them. */
  private static List<String> names(UserDefinedFileAttributeView view) throws IOException {
    try {
      return view.list();
    } catch (FileSystemException e) {
      return List.of();
    }
  }
}
