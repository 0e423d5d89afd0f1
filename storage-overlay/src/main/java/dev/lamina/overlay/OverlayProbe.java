package dev.lamina.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether and how overlay file systems can be mounted here, feature by feature. Immutable.
 *
 * @param verdicts one for each feature that was looked at, in the order of {@link Feature}
 * @param mode what mounts; empty if nothing can
 */
public record OverlayProbe(List<Verdict> verdicts, Optional<Mode> mode) {
  /** What mounts. */
  public enum Mode {
    /** The kernel, for a process with privilege on the whole machine. */
    KERNEL,
    /** The kernel, for a process with privilege in a user namespace. */
    KERNEL_USER,
    /** The program {@code fuse-overlayfs}. */
    FUSE
  }

  /** What a mount needs, or can make use of. */
  public enum Feature {
    /** The operating system. */
    LINUX("linux"),
    /** The kernel's own overlay file system. */
    OVERLAYFS("overlayfs"),
    /** {@code CAP_SYS_ADMIN}. */
    PRIVILEGE("privilege");

    private final String text;

    Feature(String text) {
      this.text = text;
    }

    /** Returns the name for messages. */
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * What was found of a feature.
   *
   * @param feature what it is about
   * @param works whether it is there
   * @param reason what was seen; if it is not there, also what to do
   */
  public record Verdict(Feature feature, boolean works, String reason) {}

  /** Copies the list. */
  public OverlayProbe {
    verdicts = List.copyOf(verdicts);
  }

  /**
   * Looks at this machine, this process, and a store's directory; see {@link #probe(Path,
   * OverlayOptions)}.
   */
  public static OverlayProbe probe(Path root) {
    return probe(root, OverlayOptions.defaults());
  }

  /**
   * Looks at this machine, this process, and a store's directory, or the one that it would be made
   * in. Takes some milliseconds, and leaves nothing behind.
   */
  public static OverlayProbe probe(Path root, OverlayOptions options) {
    List<Verdict> verdicts = new ArrayList<>();
    String system = System.getProperty("os.name", "");
    boolean linux = system.toLowerCase(Locale.ROOT).equals("linux");
    verdicts.add(new Verdict(Feature.LINUX, linux, "the operating system is " + system));
    if (linux) {
      verdicts.add(kernel(Path.of("/proc/filesystems")));
      verdicts.add(capability(Path.of("/proc/self/status")));
    }
    boolean works = verdicts.stream().allMatch(Verdict::works);
    return new OverlayProbe(verdicts, works ? Optional.of(Mode.KERNEL) : Optional.empty());
  }

  static Verdict kernel(Path fileSystems) {
    try {
      boolean known =
          Files.readAllLines(fileSystems).stream().anyMatch(line -> line.endsWith("\toverlay"));
      return new Verdict(
          Feature.OVERLAYFS,
          known,
          known
              ? "the kernel has overlayfs"
              : "the kernel does not list overlayfs in " + fileSystems + "; try: modprobe overlay");
    } catch (IOException e) {
      return new Verdict(
          Feature.OVERLAYFS, false, "cannot read " + fileSystems + ": " + e.getMessage());
    }
  }

  static Verdict capability(Path status) {
    int sysAdmin = 21;
    try {
      long effective =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("CapEff:"))
              .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .findFirst()
              .orElse(0);
      boolean able = (effective >>> sysAdmin & 1) == 1;
      return new Verdict(
          Feature.PRIVILEGE,
          able,
          able
              ? "the process has CAP_SYS_ADMIN"
              : "the process lacks CAP_SYS_ADMIN, which mount(2) needs; run as root");
    } catch (IOException | NumberFormatException e) {
      return new Verdict(Feature.PRIVILEGE, false, "cannot read " + status + ": " + e.getMessage());
    }
  }

  /** Returns whether something here can mount. */
  public boolean works() {
    return mode.isPresent();
  }

  /** Returns whether a feature is there. */
  public boolean has(Feature feature) {
    return verdicts.stream().anyMatch(verdict -> verdict.feature() == feature && verdict.works());
  }

  /** Returns a line for each verdict. */
  public String explanation() {
    return verdicts.stream()
        .map(
            verdict ->
                "%s: %s (%s)"
                    .formatted(verdict.feature(), verdict.works() ? "yes" : "no", verdict.reason()))
        .collect(Collectors.joining("\n"));
  }
}
