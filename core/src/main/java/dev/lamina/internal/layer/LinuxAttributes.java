package dev.lamina.internal.layer;

import dev.lamina.spi.EntryAttributes;
import java.util.HashMap;
import java.util.Map;

/** What a file system of Linux keeps of what a tar says, where that depends on the type. */
final class LinuxAttributes {
  private static final String OF_USERS = "user.";

  private LinuxAttributes() {}

  /** A symbolic link has no permissions of its own: every one shows 0777. */
  static EntryAttributes ofSymlink(EntryAttributes said) {
    EntryAttributes kept = ofSpecial(said);
    return new EntryAttributes(0777, kept.uid(), kept.gid(), kept.modifiedNanos(), kept.xattrs());
  }

  /** Users' extended attributes belong to files and directories only. */
  static EntryAttributes ofSpecial(EntryAttributes said) {
    if (said.xattrs().keySet().stream().noneMatch(name -> name.startsWith(OF_USERS))) {
      return said;
    }
    Map<String, byte[]> xattrs = new HashMap<>(said.xattrs());
    xattrs.keySet().removeIf(name -> name.startsWith(OF_USERS));
    return new EntryAttributes(said.mode(), said.uid(), said.gid(), said.modifiedNanos(), xattrs);
  }
}
