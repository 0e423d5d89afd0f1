package dev.lamina.internal.oci;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What engines give every container that is not privileged. */
final class RuntimeDefaults {
  static final List<String> CAPABILITIES =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FSETID",
          "CAP_FOWNER",
          "CAP_MKNOD",
          "CAP_NET_RAW",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETFCAP",
          "CAP_SETPCAP",
          "CAP_NET_BIND_SERVICE",
          "CAP_SYS_CHROOT",
          "CAP_KILL",
          "CAP_AUDIT_WRITE");

  static final List<Map<String, Object>> MOUNTS =
      List.of(
          mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
          mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
          mount(
              "/dev/pts",
              "devpts",
              "devpts",
              "nosuid",
              "noexec",
              "newinstance",
              "ptmxmode=0666",
              "mode=0620",
              "gid=5"),
          mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
          mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "ro"),
          mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
          mount(
              "/dev/shm",
              "tmpfs",
              "shm",
              "nosuid",
              "noexec",
              "nodev",
              "mode=1777",
              "size=67108864"));

  /** The network's is new as well: there is nothing in it but the loopback device. */
  static final List<Map<String, String>> NAMESPACES =
      Stream.of("mount", "network", "uts", "pid", "ipc", "cgroup")
          .map(type -> Map.of("type", type))
          .toList();

  static final List<String> MASKED_PATHS =
      List.of(
          "/proc/asound",
          "/proc/acpi",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/sys/firmware",
          "/sys/devices/virtual/powercap");

  static final List<String> READONLY_PATHS =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  /** None but null, zero, full, random, urandom, tty and console; runtimes add their own. */
  static final List<Map<String, @Nullable Object>> DEVICES =
      List.of(
          device(false, null, null, null),
          device(true, "c", 1, 3),
          device(true, "c", 1, 5),
          device(true, "c", 1, 7),
          device(true, "c", 1, 8),
          device(true, "c", 1, 9),
          device(true, "c", 5, 0),
          device(true, "c", 5, 1));

  private RuntimeDefaults() {}

  private static Map<String, Object> mount(
      String destination, String type, String source, String... options) {
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("destination", destination);
    mount.put("type", type);
    mount.put("source", source);
    mount.put("options", List.of(options));
    return mount;
  }

  private static Map<String, @Nullable Object> device(
      boolean allow, @Nullable String type, @Nullable Integer major, @Nullable Integer minor) {
    Map<String, @Nullable Object> device = new LinkedHashMap<>();
    device.put("allow", allow);
    if (type != null) {
      device.put("type", type);
      device.put("major", major);
      device.put("minor", minor);
    }
    device.put("access", "rwm");
    return device;
  }
}
