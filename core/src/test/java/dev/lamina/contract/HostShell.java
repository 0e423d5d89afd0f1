package dev.lamina.contract;

import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a test needs that runs containers: a runtime, and an image that has a shell. */
public final class HostShell {
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  private static final List<String> UNSHARE = List.of("unshare", "--mount", "sh", "-c", "true");
  private static final String UNIFIED = "umount /sys/fs/cgroup/unified 2>/dev/null;";

  private HostShell() {}

  /** Returns the name of a runtime that is installed; without one the test is skipped. */
  public static String runtime() {
    List<String> installed = Stream.of("crun", "runc").filter(HostShell::isInstalled).toList();
    assumeTrue(!installed.isEmpty(), "neither crun nor runc is installed");
    return installed.get(0);
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /**
   * Starts a program that is to run containers; where nobody may, the test is skipped. Mounts of
   * the program's own are seen by it only, and there is one hierarchy of control groups, since crun
   * refuses to choose.
   */
  public static Process start(List<String> command) throws IOException, InterruptedException {
    assumeTrue(
        isInstalled("unshare") && new ProcessBuilder(UNSHARE).start().waitFor() == 0,
        "no right to mount");
    List<String> words = new ArrayList<>(UNSHARE);
    words.set(words.size() - 1, UNIFIED + " exec \"$0\" \"$@\"");
    words.addAll(command);
    return new ProcessBuilder(words).redirectErrorStream(true).start();
  }

  /**
   * Returns an image with this machine's shell, the libraries that it needs, and a user {@code app}
   * with the numbers 1000 and 100.
   */
  public static TestImage image() throws IOException {
    TarBuilder layer =
        tar()
            .file("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:100::/home/app:/bin/sh\n")
            .file("etc/group", "users:x:100:\nwheel:x:10:app\n")
            .directory("w")
            .owner(1000, 100);
    for (String name : files()) {
      layer = layer.file(name.substring(1), Files.readAllBytes(Path.of(name))).mode(0755);
    }
    return TestImage.of(layer);
  }

  private static Set<String> files() throws IOException {
    Set<String> files = new TreeSet<>(Set.of("/bin/sh"));
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/ldd")), "there is no ldd");
    Process process = new ProcessBuilder("/usr/bin/ldd", "/bin/sh").start();
    try (InputStream out = process.getInputStream()) {
      Matcher library = LIBRARY.matcher(new String(out.readAllBytes(), UTF_8));
      while (library.find()) {
        files.add(library.group(1));
      }
    }
    return files;
  }
}
