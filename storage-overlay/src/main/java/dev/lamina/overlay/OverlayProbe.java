package dev.lamina.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Whether overlayfs can be mounted here, feature by feature.
 *
 * @param verdicts one for each thing that is needed
 */
public record OverlayProbe(List<Verdict> verdicts) {
  /**
   * What was found of one thing that is needed.
   *
   * @param feature what is needed
   * @param works whether it is there
   * @param reason what was seen
   */
  public record Verdict(String feature, boolean works, String reason) {}

  /** Copies the list. */
  public OverlayProbe {
    verdicts = List.copyOf(verdicts);
  }

  /** Looks at this machine and process. Changes nothing. */
  public static OverlayProbe probe() {
    List<Verdict> verdicts = new ArrayList<>();
    String system = System.getProperty("os.name", "");
    boolean linux = system.toLowerCase(Locale.ROOT).equals("linux");
    verdicts.add(new Verdict("linux", linux, "the operating system is " + system));
    if (linux) {
      verdicts.add(kernel(Path.of("/proc/filesystems")));
      verdicts.add(capability(Path.of("/proc/self/status")));
    }
    return new OverlayProbe(verdicts);
  }

  static Verdict kernel(Path fileSystems) {
    try {
      boolean known =
          Files.readAllLines(fileSystems).stream().anyMatch(line -> line.endsWith("\toverlay"));
      return new Verdict(
          "overlayfs",
          known,
          known
              ? "the kernel has overlayfs"
              : "the kernel does not list overlayfs in " + fileSystems + "; try: modprobe overlay");
    } catch (IOException e) {
      return new Verdict("overlayfs", false, "cannot read " + fileSystems + ": " + e.getMessage());
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
          "privilege",
          able,
          able
              ? "the process has CAP_SYS_ADMIN"
              : "the process lacks CAP_SYS_ADMIN, which mount(2) needs; run as root");
    } catch (IOException | NumberFormatException e) {
      return new Verdict("privilege", false, "cannot read " + status + ": " + e.getMessage());
    }
  }

  /** Returns whether all that is needed is there. */
  public boolean works() {
    return verdicts.stream().allMatch(Verdict::works);
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
