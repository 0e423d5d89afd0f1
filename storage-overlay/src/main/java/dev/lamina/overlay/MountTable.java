package dev.lamina.overlay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What is mounted, as this process sees it: {@code /proc/self/mountinfo}, see {@code
 * proc_pid_mountinfo(5)}. Texts have one character for each byte, as names have no encoding there.
 *
 * @param lines in the order in which they were mounted, so that of two at one place the last is
 *     seen
 */
record MountTable(List<String> lines) {
  private static final Path FILE = Path.of("/proc/self/mountinfo");
  private static final int BUFFER = 32 * 1024;
  private static final int POINT = 4; // How many fields are before it.
  private static final int FIRST_OPTIONAL_FIELD = 6;

  /**
   * A mount.
   *
   * @param point where it is mounted
   * @param isReadOnly whether it is mounted read-only
   * @param type the file system's type
   * @param source what the file system says that it is made of; empty if it was not asked
   * @param optionTexts the file system's own options, as they stand there
   */
  record Entry(String point, boolean isReadOnly, String type, String source, String optionTexts) {
    private static final String UPPER = "upperdir=";

    /** Asks the kernel what is seen at a place, without the table; empty if it cannot tell. */
    static Optional<Entry> at(Path point) {
      return Posix.mountAt(point)
          .map(
              mount ->
                  new Entry(
                      Posix.text(point),
                      (mount.attributes() & Posix.MOUNT_RDONLY) != 0,
                      mount.type(),
                      "",
                      mount.options()));
    }

    /** Returns the file system's own options. */
    List<String> options() {
      return Arrays.stream(optionTexts.split(",")).map(MountTable::unescaped).toList();
    }

    /** Returns how many directories an overlay joins, without the upper one. */
    int lowers() {
      int lowers = 0;
      for (String option : options()) {
        if (option.startsWith("lowerdir=")) {
          lowers += separated(option);
        } else if (option.startsWith("lowerdir+=")) {
          lowers++;
        }
      }
      return lowers;
    }

    private static int separated(String option) {
      int count = 1;
      for (int i = 0; i < option.length(); i++) {
        if (option.charAt(i) == '\\') {
          i++;
        } else if (option.charAt(i) == ':') {
          count++;
        }
      }
      return count;
    }

    /** Returns the name of an overlay's directory for changes, if it has one. */
    Optional<String> upper() {
      if (!optionTexts.contains(UPPER)) {
        return Optional.empty();
      }
      return options().stream()
          .filter(option -> option.startsWith(UPPER))
          .map(option -> option.substring(UPPER.length()))
          .findFirst();
    }
  }

  /** Reads the table as it is now. */
  static MountTable read() throws IOException {
    try (InputStream in = Files.newInputStream(FILE)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER);
      byte[] some = new byte[BUFFER]; // The kernel says nothing of the length.
      for (int read = in.read(some); read > 0; read = in.read(some)) {
        bytes.write(some, 0, read);
      }
      return parse(bytes.toString(StandardCharsets.ISO_8859_1));
    }
  }

  /** Only a newline ends a line: all else can be in a name. */
  static MountTable parse(String text) {
    return new MountTable(text.isEmpty() ? List.of() : List.of(text.split("\n")));
  }

  private static Entry entry(String line) {
    String[] fields = line.split(" ", -1);
    int separator = FIRST_OPTIONAL_FIELD;
    while (!fields[separator].equals("-")) {
      separator++;
    }
    return new Entry(
        unescaped(fields[POINT]),
        Arrays.asList(fields[5].split(",")).contains("ro"),
        fields[separator + 1],
        unescaped(fields[separator + 2]),
        fields[separator + 3]);
  }

  private static String point(String line) {
    int start = 0;
    for (int i = 0; i < POINT; i++) {
      start = line.indexOf(' ', start) + 1;
    }
    return unescaped(line.substring(start, line.indexOf(' ', start)));
  }

  private static boolean isIn(String point, String directory) {
    return point.equals(directory) || point.startsWith(directory + "/");
  }

  /** Space, comma, newline, backslash and some more stand there as three octal digits. */
  private static String unescaped(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder text = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 3 < field.length() && isOctal(field, i + 1)) {
        text.append((char) Integer.parseInt(field, i + 1, i + 4, 8));
        i += 3;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static boolean isOctal(String text, int start) {
    for (int i = start; i < start + 3; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '7') {
        return false;
      }
    }
    return true;
  }

  /** Returns what is seen at a place, if something is mounted there. */
  Optional<Entry> at(Path point) {
    String wanted = Posix.text(point);
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (point(lines.get(i)).equals(wanted)) {
        return Optional.of(entry(lines.get(i)));
      }
    }
    return Optional.empty();
  }

  /** Returns where something is mounted at a directory or below it, the last mounted first. */
  List<Path> in(Path directory) {
    String wanted = Posix.text(directory);
    List<Path> found = new ArrayList<>();
    for (String line : lines) {
      String point = point(line);
      if (isIn(point, wanted)) {
        found.add(Posix.path(directory.getFileSystem(), point));
      }
    }
    Collections.reverse(found);
    return found;
  }
}
