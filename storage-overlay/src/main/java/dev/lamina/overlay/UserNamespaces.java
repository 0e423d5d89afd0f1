package dev.lamina.overlay;

import dev.lamina.IdMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * User namespaces that nobody is in, by which the kernel is told of ID maps. Each is made once,
 * when it is needed, and kept as long as the process lives. Safe for use by several threads.
 */
final class UserNamespaces {
  private static final Map<IdMap, Posix.Handle> KNOWN = new ConcurrentHashMap<>();

  /** A process that answers is in its new namespace, and does nothing until its input ends. */
  private static final List<String> PROGRAM = List.of("unshare", "--user", "cat");

  private UserNamespaces() {}

  /** Returns the namespace of a map; it stays open. */
  static Posix.Handle of(IdMap map) throws IOException {
    Posix.Handle known = KNOWN.get(map);
    if (known != null) {
      return known;
    }
    Posix.Handle made = make(map);
    Posix.Handle first = KNOWN.putIfAbsent(map, made);
    if (first == null) {
      return made;
    }
    made.close();
    return first;
  }

  private static Posix.Handle make(IdMap map) throws IOException {
    Process process = start();
    try {
      requireAnswer(process);
      Path files = Path.of("/proc/" + process.pid());
      write(files.resolve("uid_map"), map.users());
      write(files.resolve("gid_map"), map.groups());
      return Posix.open(files.resolve("ns/user"));
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start() throws IOException {
    try {
      return new ProcessBuilder(PROGRAM).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(
          "cannot make a user namespace: cannot run unshare; install util-linux", e);
    }
  }

  private static void requireAnswer(Process process) throws IOException {
    ask(process);
    InputStream answers = process.getInputStream();
    int first = answers.read();
    if (first != '\n') {
      byte[] rest = first < 0 ? new byte[0] : answers.readAllBytes();
      throw new IOException(
          "cannot make a user namespace: %s%s; user.max_user_namespaces may be 0"
              .formatted(
                  first < 0 ? "" : (char) first, new String(rest, StandardCharsets.UTF_8).strip()));
    }
  }

  private static void ask(Process process) {
    try {
      OutputStream questions = process.getOutputStream();
      questions.write('\n');
      questions.flush();
    } catch (IOException e) {
      // It has ended, and its output says why.
    }
  }

  /** The kernel takes all lines at once or none. */
  private static void write(Path file, List<IdMap.Range> ranges) throws IOException {
    String lines =
        ranges.stream()
            .map(range -> range.containerId() + " " + range.hostId() + " " + range.size() + "\n")
            .collect(Collectors.joining());
    try {
      Path unused = Files.writeString(file, lines);
    } catch (IOException e) {
      throw new IOException(
          "cannot map IDs %s: %s; this process may only map those that it has itself"
              .formatted(lines.strip().replace('\n', ','), FileTrial.reason(e)),
          e);
    }
  }
}
