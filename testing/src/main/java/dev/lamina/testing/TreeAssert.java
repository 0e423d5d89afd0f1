package dev.lamina.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on the files of a tree: {@code assertThatTree(mount.root()).has("/etc/motd")
 * .withContent("hello").withMode(0644).lacks("/var/cache")}. What is said after {@link #has} is of
 * that path. Links on the way to a path are followed, and the path itself is not.
 */
public final class TreeAssert extends AbstractAssert<TreeAssert, Path> {
  private static final int PERMISSIONS = 07777;

  private @Nullable String path;

  TreeAssert(Path actual) {
    super(actual, TreeAssert.class);
  }

  /** Asserts that there is something at a path of the tree, such as {@code /etc/motd}. */
  public TreeAssert has(String absolute) {
    if (!exists(absolute)) {
      throw failure("expected %s in the tree, but %s", absolute, nearest(absolute));
    }
    path = absolute;
    return this;
  }

  /** Asserts that there is nothing at a path of the tree. */
  public TreeAssert lacks(String absolute) {
    if (exists(absolute)) {
      throw failure("expected nothing at %s, but there is %s", absolute, type(absolute));
    }
    return this;
  }

  /** Asserts that the file holds this text, as UTF-8. */
  public TreeAssert withContent(String text) {
    requireType("a file");
    String found = new String(read(), StandardCharsets.UTF_8);
    return is("content", text, found);
  }

  /** Asserts that the file holds these bytes. */
  public TreeAssert withContent(byte[] content) {
    requireType("a file");
    byte[] found = read();
    int difference = Arrays.mismatch(content, found);
    if (difference >= 0) {
      throw failure(
          "expected %s to hold other bytes from byte %s on; it has %s, and should have %s",
          path, difference, found.length, content.length);
    }
    return this;
  }

  /** Asserts what permission bits it has, with set-user-ID, set-group-ID and sticky. */
  public TreeAssert withMode(int mode) {
    int found = (Integer) attribute("unix:mode") & PERMISSIONS;
    return is("mode", "%04o".formatted(mode), "%04o".formatted(found));
  }

  /** Asserts who has it, by numbers. */
  public TreeAssert withOwner(long uid, long gid) {
    long user = Integer.toUnsignedLong((Integer) attribute("unix:uid"));
    long group = Integer.toUnsignedLong((Integer) attribute("unix:gid"));
    return is("owner", uid + ":" + gid, user + ":" + group);
  }

  /**
   * Asserts the value of an extended attribute.
   *
   * @param name its full name, such as {@code user.note}
   */
  public TreeAssert withXattr(String name, byte[] value) {
    byte[] found = (byte[]) attribute("xattr:" + name);
    return is(name, Arrays.toString(value), Arrays.toString(found));
  }

  /** Asserts that it is a directory. */
  public TreeAssert asDirectory() {
    requireType("a directory");
    return this;
  }

  /** Asserts that it is a directory with exactly these names in it, in any order. */
  public TreeAssert withNames(String... names) {
    requireType("a directory");
    return is("names", Stream.of(names).sorted().toList(), list(current()));
  }

  /** Asserts that it is a symbolic link that holds this target. */
  public TreeAssert withTarget(String target) {
    requireType("a symbolic link");
    try {
      return is("target", target, Files.readSymbolicLink(resolve(current())).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String current() {
    if (path == null) {
      throw new IllegalStateException("no path yet: begin with has(path)");
    }
    return path;
  }

  private Path resolve(String absolute) {
    isNotNull();
    return actual.resolve(absolute.replaceFirst("^/+", ""));
  }

  // Not Files.exists, which takes what cannot be read for missing.
  private boolean exists(String absolute) {
    try {
      BasicFileAttributes unused = attributes(absolute);
      return true;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false;
    } catch (IOException e) {
      if (Objects.toString(e.getMessage(), "").contains("Not a directory")) {
        return false;
      }
      throw new UncheckedIOException(e);
    }
  }

  private BasicFileAttributes attributes(String absolute) throws IOException {
    return Files.readAttributes(
        resolve(absolute), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private String type(String absolute) {
    try {
      BasicFileAttributes attributes = attributes(absolute);
      return attributes.isRegularFile()
          ? "a file"
          : attributes.isDirectory()
              ? "a directory"
              : attributes.isSymbolicLink() ? "a symbolic link" : "a special file";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireType(String expected) {
    String found = type(current());
    if (!found.equals(expected)) {
      throw failure("expected %s to be %s, but it is %s", path, expected, found);
    }
  }

  /** Returns what the nearest directory that is there holds. */
  private String nearest(String absolute) {
    String parent = absolute.replaceFirst("/*[^/]*/*$", "");
    if (parent.isEmpty()) {
      return "/ has only " + list("/");
    }
    if (!exists(parent)) {
      return nearest(parent);
    }
    return Files.isDirectory(resolve(parent))
        ? parent + " has only " + list(parent)
        : parent + " is " + type(parent);
  }

  private List<String> list(String directory) {
    try (Stream<Path> entries = Files.list(resolve(directory))) {
      return entries.map(entry -> Objects.toString(entry.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] read() {
    try {
      return Files.readAllBytes(resolve(current()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Object attribute(String name) {
    try {
      return Files.getAttribute(resolve(current()), name, LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      throw failure("expected %s to have %s, but: %s", path, name, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TreeAssert is(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw failureWithActualExpected(
          found,
          expected,
          "expected the %s of %s to be %s, but it is %s",
          what,
          path,
          expected,
          found);
    }
    return this;
  }
}
