package dev.lamina.processes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How another process of this program is started: small, and soon. */
final class Jvm {
  private Jvm() {}

  /** Returns the command that runs the {@code main} of a class. */
  static List<String> command(Class<?> main, String... arguments) {
    return command(System.getProperty("java.class.path"), main, arguments);
  }

  /** Returns the same for a user who may not be able to read where Maven has it all. */
  static List<String> commandReadableByAll(Path directory, Class<?> main, String... arguments)
      throws IOException {
    Path copies = Files.createDirectory(directory.resolve("classes"));
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
        Path copy = copies.resolve(entries.size() + (entry.endsWith(".jar") ? ".jar" : ""));
        String unused = HostCommand.run("cp", "-rL", entry, copy.toString());
        entries.add(copy.toString());
      }
    }
    String unused = HostCommand.run("chmod", "-R", "a+rX", copies.toString());
    return command(String.join(File.pathSeparator, entries), main, arguments);
  }

  private static List<String> command(String classPath, Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                classPath,
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
