package dev.lamina.overlay;

import dev.lamina.overlay.OverlayProbe.Feature;
import dev.lamina.overlay.OverlayProbe.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel's own files say of this machine and process. */
final class HostFiles {
  private static final int CAP_SYS_ADMIN = 21;
  private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");
  private static final String WHOLE_MACHINE = "0 0 4294967295";

  private final Path files;
  private final String system;

  /**
   * @param files below which the machine's files are
   * @param system what Java calls the operating system
   */
  HostFiles(Path files, String system) {
    this.files = files;
    this.system = system;
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(files.resolve(file));
  }

  /** Returns the first line of a file; empty if it cannot be read. */
  private Optional<String> line(String file) {
    try {
      return lines(file).stream().findFirst().map(String::strip);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns whether a switch of the kernel is on. */
  boolean isOn(String file) {
    return line(file).filter(value -> value.equals("1") || value.equals("Y")).isPresent();
  }

  private boolean isOff(String file) {
    return line(file).filter("0"::equals).isPresent();
  }

  /** Returns the programs of a name that a shell would find. */
  Optional<Path> program(String name) {
    return List.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":")).stream()
        .filter(directory -> directory.startsWith("/"))
        .map(directory -> files.resolve(directory.substring(1)).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  Path fuseDevice() {
    return files.resolve("dev/fuse");
  }

  Verdict linux() {
    return new Verdict(
        Feature.LINUX,
        system.toLowerCase(Locale.ROOT).equals("linux"),
        "the operating system is " + system);
  }

  Verdict overlayfs() {
    try {
      boolean known =
          lines("proc/filesystems").stream().anyMatch(line -> line.endsWith("\toverlay"));
      return known
          ? Verdict.yes(Feature.OVERLAYFS, "the kernel has overlayfs")
          : Verdict.no(
              Feature.OVERLAYFS,
              "the kernel does not list overlayfs in /proc/filesystems; try: modprobe overlay");
    } catch (IOException e) {
      return unreadable(Feature.OVERLAYFS, "/proc/filesystems", e);
    }
  }

  private static Verdict unreadable(Feature feature, String file, Exception e) {
    return Verdict.no(feature, "cannot read " + file + ": " + e.getMessage());
  }

  /** Returns whether this process has the privileges of a user namespace, not of the machine. */
  boolean isInUserNamespace() {
    return line("proc/self/uid_map")
        .filter(map -> !map.replaceAll("\\s+", " ").equals(WHOLE_MACHINE))
        .isPresent();
  }

  Verdict privilege() {
    try {
      long effective =
          lines("proc/self/status").stream()
              .filter(line -> line.startsWith("CapEff:"))
              .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .findFirst()
              .orElse(0);
      if ((effective >>> CAP_SYS_ADMIN & 1) == 0) {
        return Verdict.no(
            Feature.PRIVILEGE,
            "the process lacks CAP_SYS_ADMIN, which mount(2) needs; " + advice());
      }
      return Verdict.yes(
          Feature.PRIVILEGE,
          isInUserNamespace()
              ? "the process has CAP_SYS_ADMIN in a user namespace"
              : "the process has CAP_SYS_ADMIN on the whole machine");
    } catch (IOException | NumberFormatException e) {
      return unreadable(Feature.PRIVILEGE, "/proc/self/status", e);
    }
  }

  private String advice() {
    if (isOff("proc/sys/user/max_user_namespaces")) {
      return "run as root (user.max_user_namespaces is 0: there are no user namespaces)";
    }
    if (isOff("proc/sys/kernel/unprivileged_userns_clone")) {
      return "run as root (kernel.unprivileged_userns_clone is 0: user namespaces are root's)";
    }
    if (isOn("proc/sys/kernel/apparmor_restrict_unprivileged_userns")) {
      return "run as root (kernel.apparmor_restrict_unprivileged_userns is 1: user namespaces give"
          + " no privilege)";
    }
    return "run as root, or in a user namespace: unshare -rm java ...";
  }

  private boolean isKernelSince(int major, int minor) {
    Matcher release = RELEASE.matcher(release());
    if (!release.matches()) {
      return false;
    }
    int actual = Integer.parseInt(release.group(1));
    return actual > major || (actual == major && Integer.parseInt(release.group(2)) >= minor);
  }

  /** Returns the kernel's version. */
  String release() {
    return line("proc/sys/kernel/osrelease").orElse("unknown");
  }

  Verdict manyLayers() {
    return isKernelSince(6, 7)
        ? Verdict.yes(Feature.MANY_LAYERS, "kernel " + release() + " takes up to 500, one by one")
        : Verdict.no(
            Feature.MANY_LAYERS,
            "kernel "
                + release()
                + " takes layers as one page of text only, which has room for some 300; since 6.7"
                + " up to 500 can be mounted");
  }

  Verdict idmapped() {
    if (isInUserNamespace()) {
      return Verdict.no(Feature.IDMAPPED, "only privilege on the whole machine can shift owners");
    }
    return isKernelSince(5, 19)
        ? Verdict.yes(Feature.IDMAPPED, "kernel " + release() + " can shift owners")
        : Verdict.no(
            Feature.IDMAPPED, "kernel " + release() + " cannot shift owners; since 5.19 it can");
  }

  Verdict seLinux(boolean hasContext) {
    if (!isOn("sys/fs/selinux/enforce")) {
      return Verdict.yes(Feature.SELINUX, "not enforced");
    }
    return hasContext
        ? Verdict.yes(Feature.SELINUX, "enforced; mounts have the context of the options")
        : Verdict.no(
            Feature.SELINUX,
            "enforced: confined programs may see nothing; set OverlayOptions.seLinuxContext, such"
                + " as system_u:object_r:container_file_t:s0");
  }
}
