package dev.lamina;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a store is and has: what {@code docker info} says that a library can know.
 *
 * @param storage the name of the storage, such as {@code vfs}
 * @param storageStatus what the storage says of itself, in its order, such as {@code Backing
 *     Filesystem}, {@code Supports d_type}, {@code Native Overlay Diff}
 * @param root where the store is
 * @param images how many images it has, intermediate ones included
 * @param layers how many layers
 * @param containers how many containers, by what they do; all states are there
 * @param host the machine
 */
public record StoreInfo(
    String storage,
    Map<String, String> storageStatus,
    Path root,
    int images,
    int layers,
    Map<ContainerStatus, Integer> containers,
    Host host) {
  /** Copies the maps. */
  public StoreInfo {
    storageStatus = Collections.unmodifiableMap(new LinkedHashMap<>(storageStatus));
    containers = Collections.unmodifiableMap(new LinkedHashMap<>(containers));
  }

  /**
   * The machine that the store is on.
   *
   * @param name its name; empty if unknown
   * @param operatingSystem what it runs, such as {@code Debian GNU/Linux 12 (bookworm)}
   * @param osType {@code linux}, {@code windows} or {@code darwin}
   * @param architecture as the system calls it, such as {@code x86_64}
   * @param kernelVersion the version of its kernel
   * @param cpus how many processors there are for this process
   * @param memoryBytes how much memory it has; 0 if unknown
   */
  public record Host(
      String name,
      String operatingSystem,
      String osType,
      String architecture,
      String kernelVersion,
      int cpus,
      long memoryBytes) {}
}
