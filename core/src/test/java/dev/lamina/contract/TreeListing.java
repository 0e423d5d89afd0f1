package dev.lamina.contract;

import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that a mounted image shows, as lines to compare: {@code TYPE MODE UID:GID SIZE [nlink=N]
 * [dev=MAJOR,MINOR] mtime=SECONDS PATH}, then {@code = CONTENT} of a file, {@code -> TARGET} of a
 * symbolic link, and extended attributes. Every file is read to its end.
 */
public final class TreeListing {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_CONTENT = 100;

  private TreeListing() {}

  /** Lists what is below a directory, sorted. */
  public static List<String> of(Path root) throws IOException {
    TreeSet<String> lines = new TreeSet<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            return directory.equals(root) ? FileVisitResult.CONTINUE : add(directory);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            return add(file);
          }

          private FileVisitResult add(Path path) throws IOException {
            lines.add(line(root, path));
            return FileVisitResult.CONTINUE;
          }
        });
    return List.copyOf(lines);
  }

  private static String line(Path root, Path path) throws IOException {
    Map<String, Object> unix = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) unix.get("mode");
    char type = type(mode);
    StringBuilder line = new StringBuilder();
    line.append(type).append(' ').append(Integer.toOctalString(mode & 07777));
    line.append(' ').append(Integer.toUnsignedString((int) unix.get("uid")));
    line.append(':').append(Integer.toUnsignedString((int) unix.get("gid")));
    line.append(' ').append(type == 'f' ? (long) unix.get("size") : 0);
    int links = (int) unix.get("nlink");
    if (type != 'd' && links > 1) {
      line.append(" nlink=").append(links);
    }
    if (type == 'b' || type == 'c') {
      line.append(device((long) unix.get("rdev")));
    }
    FileTime modified = (FileTime) unix.get("lastModifiedTime");
    line.append(" mtime=").append(modified.toInstant().getEpochSecond());
    line.append(' ').append(shortened(ByteNames.escape(root.relativize(path).toString())));
    if (type == 'f') {
      line.append(" = ").append(content(path));
    } else if (type == 'l') {
      String target = Files.readSymbolicLink(path).toString();
      line.append(" -> ").append(shortened(ByteNames.escape(target)));
    }
    return line.append(xattrs(path)).toString();
  }

  private static char type(int mode) {
    return switch (mode >> 12) {
      case 001 -> 'p';
      case 002 -> 'c';
      case 004 -> 'd';
      case 006 -> 'b';
      case 010 -> 'f';
      case 012 -> 'l';
      default -> throw new AssertionError("mode " + Integer.toOctalString(mode));
    };
  }

  /** Takes apart what glibc's {@code makedev} makes. */
  private static String device(long number) {
    long major = (number >> 8 & 0xfff) | (number >> 32 & 0xfffff000L);
    long minor = (number & 0xff) | (number >> 12 & 0xffffff00L);
    return " dev=" + major + "," + minor;
  }

  private static String shortened(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, 20) + "…" + name.length() : name;
  }

  private static String content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return bytes.length > LONGEST_CONTENT
        ? bytes.length + " bytes"
        : ByteNames.escape(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static String xattrs(Path path) throws IOException {
    Map<String, Object> values = xattrValues(path);
    StringBuilder text = new StringBuilder();
    for (String name : new TreeSet<>(values.keySet())) {
      byte[] value = (byte[]) values.get(name);
      text.append(' ').append(shortened(name)).append("=0x");
      text.append(
          value.length > LONGEST_CONTENT ? "…" + value.length : HexFormat.of().formatHex(value));
    }
    return text.toString();
  }

  /** The host shows those of users only, and none of what is neither file nor directory. */
  private static Map<String, Object> xattrValues(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("xattr")) {
      return Files.readAttributes(path, "xattr:*", LinkOption.NOFOLLOW_LINKS);
    }
    Map<String, Object> values = new TreeMap<>();
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.readAttributes(path, "user:*", LinkOption.NOFOLLOW_LINKS)
          .forEach((name, value) -> values.put("user." + name, value));
    }
    return values;
  }

  /** Returns what a tree has that another has not, with {@code +}, and the other way, {@code -}. */
  public static List<String> difference(List<String> tree, List<String> base) {
    TreeSet<String> lines = new TreeSet<>();
    tree.stream().filter(line -> !base.contains(line)).forEach(line -> lines.add("+" + line));
    base.stream().filter(line -> !tree.contains(line)).forEach(line -> lines.add("-" + line));
    return List.copyOf(lines);
  }
}
