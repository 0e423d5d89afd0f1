package dev.lamina.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The file system that a store lies in, by the engine's name for it. */
final class BackingFileSystem {
  private BackingFileSystem() {}

  /** Returns the name, such as {@code extfs}. */
  static String of(Path root) throws IOException {
    return nameOf(Files.getFileStore(root).type());
  }

  /** Returns the engine's name for what the system calls a type; mostly it is the same. */
  static String nameOf(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "ext2", "ext3", "ext4" -> "extfs";
      case "overlay" -> "overlayfs";
      case "nfs4" -> "nfs";
      case "cifs", "smb3", "smbfs" -> "smb";
      default -> type;
    };
  }
}
