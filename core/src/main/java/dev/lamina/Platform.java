package dev.lamina;

import dev.lamina.spi.ByteNames;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an image runs on, such as {@code linux/arm64/v8}, in the words of the OCI image
 * specification; what is unknown is empty.
 *
 * <p>As an option of a load it chooses among the images of an archive.
 *
 * @param os the operating system, such as {@code linux}
 * @param architecture the processor, such as {@code amd64}
 * @param variant the kind of that processor, such as {@code v7}; mostly empty
 * @param osVersion the version of the operating system; mostly empty
 */
public record Platform(String os, String architecture, String variant, String osVersion)
    implements LoadOption {
  private static final String LINUX = "linux";
  private static final Pattern COMPONENT = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final Pattern OS = Pattern.compile("([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.-]*)\\))?");
  private static final Set<String> KNOWN_SYSTEMS =
      Set.of(
          "aix",
          "android",
          "darwin",
          "dragonfly",
          "freebsd",
          "hurd",
          "illumos",
          "ios",
          "js",
          "linux",
          "nacl",
          "netbsd",
          "openbsd",
          "plan9",
          "solaris",
          "windows",
          "zos");
  private static final Set<String> KNOWN_ARCHITECTURES =
      Set.of(
          "386",
          "amd64",
          "amd64p32",
          "arm",
          "arm64",
          "arm64be",
          "armbe",
          "loong64",
          "mips",
          "mips64",
          "mips64le",
          "mips64p32",
          "mips64p32le",
          "mipsle",
          "ppc",
          "ppc64",
          "ppc64le",
          "riscv",
          "riscv64",
          "s390",
          "s390x",
          "sparc",
          "sparc64",
          "wasm");

  /** Makes a platform of an operating system and an architecture, as they are. */
  public static Platform of(String os, String architecture) {
    return new Platform(os, architecture, "", "");
  }

  /**
   * Parses {@code os/architecture}, {@code os/architecture/variant}, or one of the two alone: the
   * other is then that of the host. Other names of an architecture, such as {@code x86_64}, become
   * the usual one. A version may stand after the operating system: {@code
   * windows(10.0.17763)/amd64}.
   *
   * @throws InvalidReferenceException if the text is no platform
   */
  public static Platform parse(String text) {
    int first = indexOrEnd(text, 0);
    int second = indexOrEnd(text, first + 1);
    Platform os = parseOs(text, text.substring(0, first));
    if (first == text.length()) {
      return inferred(text, os);
    }
    String architecture = component(text, text.substring(first + 1, second));
    if (second == text.length()) {
      return os.with(architecture, "").withoutArmDefault();
    }
    return os.with(architecture, component(text, text.substring(second + 1))).withArm64Variant();
  }

  /** Returns the platform of this machine: Linux, whatever runs it, on the JVM's processor. */
  public static Platform host() {
    return hostOn(System.getProperty("os.arch", ""));
  }

  static Platform hostOn(String osArch) {
    String name = osArch.toLowerCase(Locale.ROOT);
    return of(LINUX, name.equals("x86") ? "386" : name).normalized().withoutArmDefault();
  }

  /** Returns whether an image of this platform is one of the wanted platform. */
  public boolean matches(Platform wanted) {
    Platform have = normalized();
    Platform want = wanted.normalized();
    return have.os.equals(want.os)
        && have.architecture.equals(want.architecture)
        && have.variant.equals(want.variant)
        && (want.osVersion.isEmpty() || have.osVersion.equals(want.osVersion));
  }

  /**
   * Returns this platform by the usual names: {@code linux/aarch64/v8} is {@code linux/arm64},
   * {@code linux/armhf} is {@code linux/arm/v7}.
   */
  public Platform normalized() {
    String system = os.toLowerCase(Locale.ROOT);
    String name = system.isEmpty() ? LINUX : system.equals("macos") ? "darwin" : system;
    String kind = variant.toLowerCase(Locale.ROOT);
    return switch (architecture.toLowerCase(Locale.ROOT)) {
      case "i386" -> new Platform(name, "386", "", osVersion);
      case "x86_64", "x86-64", "amd64" ->
          new Platform(name, "amd64", kind.equals("v1") ? "" : kind, osVersion);
      case "aarch64", "arm64" -> new Platform(name, "arm64", arm64Variant(kind), osVersion);
      case "armhf" -> new Platform(name, "arm", "v7", osVersion);
      case "armel" -> new Platform(name, "arm", "v6", osVersion);
      case "arm" -> new Platform(name, "arm", armVariant(kind), osVersion);
      default -> new Platform(name, architecture.toLowerCase(Locale.ROOT), kind, osVersion);
    };
  }

  private static String arm64Variant(String variant) {
    return variant.equals("8") || variant.equals("v8") ? "" : variant;
  }

  private static String armVariant(String variant) {
    return switch (variant) {
      case "" -> "v7";
      case "5", "6", "7", "8" -> "v" + variant;
      default -> variant;
    };
  }

  private static int indexOrEnd(String text, int from) {
    int index = text.indexOf('/', from);
    return index < 0 ? text.length() : index;
  }

  private static Platform parseOs(String text, String part) {
    Matcher matcher = OS.matcher(part);
    if (!matcher.matches()) {
      throw invalid(text, quoted(part) + " is an invalid OS component of " + quoted(text));
    }
    String version = matcher.group(2);
    return new Platform(matcher.group(1), "", "", version == null ? "" : version);
  }

  private static Platform inferred(String text, Platform part) {
    Platform system = part.normalized();
    if (KNOWN_SYSTEMS.contains(system.os)) {
      Platform host = host();
      return new Platform(system.os, host.architecture, host.variant, system.osVersion);
    }
    Platform processor = of(LINUX, part.os).normalized().withoutArmDefault();
    if (!part.osVersion.isEmpty() || !KNOWN_ARCHITECTURES.contains(processor.architecture)) {
      throw invalid(text, quoted(text) + ": unknown operating system or architecture");
    }
    return processor;
  }

  private static String component(String text, String part) {
    if (part.indexOf('/') >= 0) {
      throw invalid(text, quoted(text) + ": cannot parse platform specifier");
    }
    if (!COMPONENT.matcher(part).matches()) {
      throw invalid(text, quoted(part) + " is an invalid component of " + quoted(text));
    }
    return part;
  }

  private static String quoted(String text) {
    return '"' + ByteNames.escape(text) + '"';
  }

  private static InvalidReferenceException invalid(String text, String message) {
    return new InvalidReferenceException(text, message + ": invalid argument");
  }

  private Platform with(String newArchitecture, String newVariant) {
    return new Platform(os, newArchitecture, newVariant, osVersion).normalized();
  }

  // What is most common needs no variant in print, unless it was asked for.
  private Platform withoutArmDefault() {
    boolean isDefault = architecture.equals("arm") && variant.equals("v7");
    return isDefault ? new Platform(os, architecture, "", osVersion) : this;
  }

  private Platform withArm64Variant() {
    boolean isDefault = architecture.equals("arm64") && variant.isEmpty();
    return isDefault ? new Platform(os, architecture, "v8", osVersion) : this;
  }

  /** Returns {@code os/architecture/variant} without what is empty; {@code unknown} without OS. */
  @Override
  public String toString() {
    if (os.isEmpty()) {
      return "unknown";
    }
    return Stream.of(osVersion.isEmpty() ? os : os + "(" + osVersion + ")", architecture, variant)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("/"));
  }
}
