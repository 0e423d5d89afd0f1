package dev.lamina.overlay;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the kernel mounts an overlay.
 *
 * @param options overlayfs's own options, each with its value; an empty value for those that have
 *     none
 * @param nodev whether device files are no devices
 * @param nosuid whether set-user-ID bits give nothing
 * @param noexec whether programs cannot be run
 */
record OverlayFlags(Map<String, String> options, boolean nodev, boolean nosuid, boolean noexec) {
  /** Copies the map, which keeps its order. */
  OverlayFlags {
    options = new LinkedHashMap<>(options);
  }
}
