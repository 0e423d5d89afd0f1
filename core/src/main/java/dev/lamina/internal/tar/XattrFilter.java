package dev.lamina.internal.tar;

import dev.lamina.InvalidArchiveException;
import dev.lamina.spi.ByteNames;
import java.util.HashMap;
import java.util.Map;

/**
 * The extended attributes of a member that an image may bring: {@code user.*} and {@code
 * security.*}. SELinux labels and IMA signatures belong to a host, {@code trusted.*}, {@code
 * system.*} and the rest to no image: they are left out. What overlayfs would obey is refused.
 */
final class XattrFilter {
  private final Map<String, byte[]> schily = new HashMap<>();
  private final Map<String, byte[]> libarchive = new HashMap<>();

  /** Takes an attribute in the form of star, which all tools read. */
  void addSchily(byte[] name, byte[] value) {
    add(schily, ByteNames.decode(name), value);
  }

  /** Takes an attribute in the form of libarchive, which counts where there is no other. */
  void addLibarchive(byte[] name, byte[] value) {
    add(libarchive, ByteNames.decode(name), value);
  }

  private void add(Map<String, byte[]> target, String name, byte[] value) {
    if (name.startsWith("trusted.overlay.") || name.startsWith("user.overlay.")) {
      throw new InvalidArchiveException(
          "forged overlay mark: extended attribute (xattr) " + ByteNames.escape(name));
    }
    if (isKept(name)) {
      if (ByteNames.encode(name).length > LinuxLimits.XATTR_NAME) {
        throw new InvalidArchiveException(
            "extended attribute (xattr) with a name of more than "
                + LinuxLimits.XATTR_NAME
                + " bytes");
      }
      if (value.length > LinuxLimits.XATTR_VALUE) {
        throw new InvalidArchiveException(
            "extended attribute (xattr) "
                + ByteNames.escape(name)
                + " exceeds the limit of "
                + LinuxLimits.XATTR_VALUE
                + " bytes");
      }
      target.put(name, value);
    }
  }

  private static boolean isKept(String name) {
    if (name.startsWith("security.")) {
      return !name.equals("security.selinux")
          && !name.equals("security.ima")
          && name.length() > "security.".length();
    }
    return name.startsWith("user.") && name.length() > "user.".length();
  }

  /** Returns the attributes that are kept, by name. */
  Map<String, byte[]> result() {
    if (schily.isEmpty() && libarchive.isEmpty()) {
      return Map.of();
    }
    Map<String, byte[]> all = new HashMap<>(libarchive);
    all.putAll(schily);
    return Map.copyOf(all);
  }
}
