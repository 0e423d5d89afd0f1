package dev.lamina.engine;

import dev.lamina.StoreInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the machine says of itself, in files and in the environment: nothing is asked of the
 * network. The only class of the engine that looks at the default file system, where the machine's
 * files are whatever the store is in.
 */
final class HostFacts {
  private static final String PRETTY_NAME = "PRETTY_NAME=";
  private static final String MEMORY = "MemTotal:";

  private static final String THIS_PROCESS =
      "of process %d since %s, %d"
          .formatted(
              ProcessHandle.current().pid(),
              ProcessHandle.current().info().startInstant().map(Object::toString).orElse("when"),
              System.nanoTime());

  private final Path root;
  private final Map<String, String> environment;
  private final Map<?, ?> properties;

  /**
   * Makes facts of these sources.
   *
   * @param root below which the machine's files are
   * @param properties the system properties
   */
  HostFacts(Path root, Map<String, String> environment, Map<?, ?> properties) {
    this.root = root;
    this.environment = environment;
    this.properties = properties;
  }

  /** Returns the facts of this machine. */
  static StoreInfo.Host ofThisMachine() {
    return new HostFacts(Path.of("/"), System.getenv(), System.getProperties()).host();
  }

  /**
   * Returns what tells the time since this machine was started from the times before; where a
   * machine does not say, this process is taken for all of it.
   */
  static String bootOfThisMachine() {
    return new HostFacts(Path.of("/"), Map.of(), Map.of()).boot();
  }

  String boot() {
    return lines("proc/sys/kernel/random/boot_id")
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .findFirst()
        .orElse(THIS_PROCESS);
  }

  StoreInfo.Host host() {
    return new StoreInfo.Host(
        name(),
        operatingSystem(),
        osType(),
        architecture(),
        property("os.version"),
        Runtime.getRuntime().availableProcessors(),
        memoryBytes());
  }

  private String name() {
    return lines("proc/sys/kernel/hostname")
        .map(String::strip)
        .findFirst()
        .or(() -> Optional.ofNullable(environment.get("HOSTNAME")))
        .or(() -> Optional.ofNullable(environment.get("COMPUTERNAME")))
        .orElse("");
  }

  private String operatingSystem() {
    return Stream.of("etc/os-release", "usr/lib/os-release")
        .flatMap(this::lines)
        .filter(line -> line.startsWith(PRETTY_NAME))
        .map(line -> unquoted(line.substring(PRETTY_NAME.length()).strip()))
        .findFirst()
        .orElse(property("os.name"));
  }

  /** Takes away a shell's quotes, and the backslashes that they need. */
  private static String unquoted(String value) {
    boolean isQuoted = value.matches("\".*\"|'.*'") && value.length() > 1;
    return isQuoted
        ? value.substring(1, value.length() - 1).replaceAll("\\\\([\"$`\\\\])", "$1")
        : value;
  }

  private String osType() {
    String name = property("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return "windows";
    }
    return name.startsWith("mac") ? "darwin" : name;
  }

  /** Returns the processor as {@code uname} has it, where Java calls it otherwise. */
  private String architecture() {
    String arch = property("os.arch");
    return switch (arch) {
      case "amd64" -> "x86_64";
      case "x86", "i386" -> "i686";
      default -> arch;
    };
  }

  private long memoryBytes() {
    return lines("proc/meminfo")
        .filter(line -> line.matches(MEMORY + "\\s+[0-9]{1,15} kB"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
        .findFirst()
        .orElse(0);
  }

  private String property(String name) {
    return properties.get(name) instanceof String value ? value : "";
  }

  /** Returns the lines of a file; none if it cannot be read. */
  private Stream<String> lines(String file) {
    try {
      byte[] bytes = Files.readAllBytes(root.resolve(file));
      return new String(bytes, StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
