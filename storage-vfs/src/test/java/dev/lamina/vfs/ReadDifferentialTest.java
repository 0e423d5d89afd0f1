package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same random tree on the host's disk and in a fake one: both must read the same. */
@EnabledOnOs(OS.LINUX)
final class ReadDifferentialTest {
  /** Above the tree, so that no ".." of a test leaves the directory on the disk. */
  private static final String TOP = "p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p";

  private static final String[] NAMES = {"a", "b", "c", "d"};
  private static final LinkOption[] NOFOLLOW = {LinkOption.NOFOLLOW_LINKS};
  private static final LinkOption[] FOLLOW = {};

  @TempDir Path disk;

  private final FakeTree fake = new FakeTree();
  private final List<String> files = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void reads_ofRandomTree_answerAsTheDefaultProvider(long seed) throws Exception {
    Random random = new Random(seed);
    Path real = disk.toRealPath();
    Files.createDirectories(real.resolve(TOP));
    fake.directory(TOP);
    fill(random, TOP, 0);

    try (UnionFileSystem union = UnionFileSystem.open(fake, List.of())) {
      for (int i = 0; i < 1000; i++) {
        String path = TOP + "/" + randomPath(random);
        String other = TOP + "/" + randomPath(random);
        Map<String, String> expected = answers(real, real.resolve(path), real.resolve(other));
        Path root = union.root();
        Map<String, String> actual = answers(root, root.resolve(path), root.resolve(other));
        forgetWhatJdksDifferIn(expected);
        forgetWhatJdksDifferIn(actual);
        assertThat(actual).as("seed %d: %s and %s", seed, path, other).isEqualTo(expected);
      }
      assertThat(answers(real, real, real).get("walk")).isEqualTo(walk(union.root()));
      assertThat(union.resources().size()).isZero();
    }
  }

  private void fill(Random random, String directory, int depth) throws IOException {
    for (String name : NAMES) {
      String path = directory + "/" + name;
      Path real = disk.toRealPath().resolve(path);
      int kind = random.nextInt(10);
      if (kind < 3 && depth < 3) {
        Files.createDirectory(real);
        fake.directory(path);
        fill(random, path, depth + 1);
        setAttributes(random, path, real);
      } else if (kind < 5) {
        Files.writeString(real, path);
        fake.file(path, path);
        setAttributes(random, path, real);
        files.add(path);
      } else if (kind < 8) {
        String target = randomTarget(random);
        String absolute = target.startsWith("/") ? disk.toRealPath() + target : target;
        Files.createSymbolicLink(real, Path.of(absolute));
        // The disk's own slashes: java.nio.file has taken some of them off.
        fake.symlink(path, target.startsWith("/") ? target : Path.of(target).toString());
      } else if (kind < 9 && !files.isEmpty()) {
        String existing = files.get(random.nextInt(files.size()));
        Files.createLink(real, disk.toRealPath().resolve(existing));
        fake.hardLink(path, existing);
      }
    }
  }

  private void setAttributes(Random random, String path, Path real) throws IOException {
    // Readable by the owner at least, for who does not run the tests as root.
    int mode = random.nextInt(512) | (Files.isDirectory(real) ? 0700 : 0600);
    long nanos = random.nextLong(2_000_000_000_000_000_000L);
    fake.attributes(path, mode, 0, 0, nanos);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      text.append((mode & (0400 >> i)) != 0 ? "rwxrwxrwx".charAt(i) : '-');
    }
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString(text.toString()));
    Files.setLastModifiedTime(real, FileTime.from(nanos, TimeUnit.NANOSECONDS));
  }

  private static String randomTarget(Random random) {
    String relative = (random.nextInt(3) == 0 ? "../" : "") + randomPath(random);
    return random.nextInt(4) == 0 ? "/" + TOP + "/" + relative : relative;
  }

  private static String randomPath(Random random) {
    String[] pieces = {"a", "b", "c", "d", "a", "b", "c", "d", ".", ".."};
    StringBuilder path = new StringBuilder(NAMES[random.nextInt(NAMES.length)]);
    for (int n = random.nextInt(4); n > 0; n--) {
      path.append('/').append(pieces[random.nextInt(pieces.length)]);
    }
    return path.toString();
  }

  private static Map<String, String> answers(Path root, Path path, Path other) {
    Map<String, String> answers = new TreeMap<>();
    answers.put("attributes", answer(() -> attributes(path, FOLLOW)));
    answers.put("attributes of link", answer(() -> attributes(path, NOFOLLOW)));
    answers.put("read", answer(() -> Files.readString(path)));
    answers.put("list", answer(() -> list(path)));
    answers.put("real path", answer(() -> below(root, path.toRealPath())));
    answers.put("real path of link", answer(() -> below(root, path.toRealPath(NOFOLLOW))));
    answers.put("link", answer(() -> below(root, Files.readSymbolicLink(path))));
    answers.put("same", answer(() -> Files.isSameFile(path, other)));
    answers.put("exists", answer(() -> Files.exists(path)));
    answers.put("exists, link", answer(() -> Files.exists(path, NOFOLLOW)));
    answers.put("not exists", answer(() -> Files.notExists(path)));
    answers.put("directory", answer(() -> Files.isDirectory(path)));
    answers.put("file", answer(() -> Files.isRegularFile(path, NOFOLLOW)));
    answers.put("symlink", answer(() -> Files.isSymbolicLink(path)));
    answers.put("readable", answer(() -> Files.isReadable(path)));
    answers.put("hidden", answer(() -> Files.isHidden(path)));
    answers.put("walk", answer(() -> walk(path)));
    answers.put("mismatch", answer(() -> Files.mismatch(path, other)));
    return answers;
  }

  /**
   * Ours are the answers of JDK 17. Later ones call a path through a file "no such file" at times,
   * and take ".." out of a path that is not followed where a link stands before.
   */
  private static void forgetWhatJdksDifferIn(Map<String, String> answers) {
    if (Runtime.version().feature() > 17) {
      answers.keySet().removeAll(List.of("not exists", "real path of link"));
      answers.replaceAll((k, v) -> v.equals("!NoSuchFileException") ? "!FileSystemException" : v);
    }
  }

  private static String below(Path root, Path path) {
    return path.isAbsolute() ? "/" + root.relativize(path) : path.toString();
  }

  private static String list(Path path) throws IOException {
    try (Stream<Path> children = Files.list(path)) {
      return children.map(c -> c.getFileName().toString()).sorted().toList().toString();
    }
  }

  private static String walk(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      return all.map(p -> path.relativize(p).toString()).sorted().toList().toString();
    }
  }

  private static String attributes(Path path, LinkOption... options) throws IOException {
    Map<String, Object> all = new TreeMap<>(Files.readAttributes(path, "unix:*", options));
    boolean link = all.get("isSymbolicLink").equals(true);
    boolean directory = all.get("isDirectory").equals(true);
    // Numbers and names of the host; times that an image does not have.
    all.keySet()
        .removeAll(
            List.of(
                "ino",
                "dev",
                "ctime",
                "creationTime",
                "lastAccessTime",
                "fileKey",
                "uid",
                "gid",
                "owner",
                "group"));
    if (link) { // Targets differ in length, modes are not the tree's.
      all.keySet().removeAll(List.of("size", "lastModifiedTime", "mode", "permissions"));
    }
    if (directory) { // A directory's numbers are the disk's own; nobody sets the top ones' times.
      all.keySet().removeAll(List.of("size", "nlink", "lastModifiedTime"));
    }
    return all.entrySet().stream().map(e -> e.getKey() + "=" + text(e.getValue())).toList() + "";
  }

  private static String text(Object value) {
    return value instanceof Iterable<?> set
        ? Stream.of(PosixFilePermission.values()).filter(p -> contains(set, p)).toList() + ""
        : value.toString();
  }

  private static boolean contains(Iterable<?> set, Object element) {
    for (Object each : set) {
      if (each == element) {
        return true;
      }
    }
    return false;
  }

  private static String answer(Callable<?> question) {
    try {
      return String.valueOf(question.call());
    } catch (FileSystemLoopException e) {
      return "!FileSystemException"; // Ours says more exactly what the disk says.
    } catch (NotDirectoryException e) {
      return "!FileSystemException";
    } catch (FileSystemException e) {
      return "!" + e.getClass().getSimpleName();
    } catch (IOException e) {
      return "!FileSystemException"; // The disk opens directories, and then cannot read them.
    } catch (Exception e) {
      return "!" + e.getClass().getSimpleName();
    }
  }
}
