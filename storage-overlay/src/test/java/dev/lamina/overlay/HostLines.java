package dev.lamina.overlay;

import dev.lamina.internal.layer.TreeLines;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryPath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Tells all of a host's directory as lines, the way {@link TreeLines} does of a tree. */
final class HostLines {
  private static final String[] TYPES = {
    "?",
    "FIFO",
    "CHARACTER_DEVICE",
    "?",
    "DIRECTORY",
    "?",
    "BLOCK_DEVICE",
    "?",
    "FILE",
    "?",
    "SYMLINK"
  };

  private final List<String> lines = new ArrayList<>();
  private final Map<Object, Integer> files = new HashMap<>();

  private HostLines() {}

  static List<String> of(Path root) throws IOException {
    HostLines all = new HostLines();
    all.add(root, EntryPath.ROOT);
    return all.lines;
  }

  private void add(Path file, EntryPath path) throws IOException {
    Map<String, Object> unix = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
    String type = TYPES[(int) unix.get("mode") >> 12];
    String identity = "";
    if (!type.equals("DIRECTORY")) {
      identity = " file " + files.computeIfAbsent(unix.get("ino"), ino -> files.size());
    }
    lines.add(ByteNames.escape(path.toString()) + " " + describe(file, type, unix) + identity);
    if (type.equals("DIRECTORY")) {
      for (Map.Entry<EntryPath, Path> child : children(file, path).entrySet()) {
        add(child.getValue(), child.getKey());
      }
    }
  }

  private static Map<EntryPath, Path> children(Path file, EntryPath path) throws IOException {
    Map<EntryPath, Path> children = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(file)) {
      for (Path child : all) {
        byte[] bytes = Posix.bytes(child);
        int slash = bytes.length - 1;
        while (bytes[slash] != '/') {
          slash--;
        }
        children.put(path.resolve(Arrays.copyOfRange(bytes, slash + 1, bytes.length - 1)), child);
      }
    }
    return children;
  }

  private static String describe(Path file, String type, Map<String, Object> unix)
      throws IOException {
    Map<String, String> xattrs = new TreeMap<>();
    Posix.xattrs(file).forEach((name, value) -> xattrs.put(name, Arrays.toString(value)));
    boolean isDevice = type.endsWith("DEVICE");
    long device = isDevice ? (long) unix.get("rdev") : 0;
    return "%s %o %d:%d %d %s %s %d:%d %s"
        .formatted(
            type,
            (int) unix.get("mode") & 07777,
            Integer.toUnsignedLong((int) unix.get("uid")),
            Integer.toUnsignedLong((int) unix.get("gid")),
            ((FileTime) unix.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS),
            xattrs,
            type.equals("SYMLINK") ? target(file) : "",
            device >> 8 & 0xfff,
            device & 0xff | device >> 12 & 0xfff00,
            type.equals("FILE") ? Arrays.toString(Files.readAllBytes(file)) : "");
  }

  private static String target(Path link) throws IOException {
    Path target = Files.readSymbolicLink(link);
    byte[] bytes = Posix.bytes(Path.of("/").resolve(target));
    int start = target.isAbsolute() ? 0 : 1;
    return ByteNames.escape(Arrays.copyOfRange(bytes, start, bytes.length - 1));
  }
}
