package dev.lamina.vfs;

import dev.lamina.spi.NodeType;
import java.util.OptionalLong;

/**
 * What somebody wants to make.
 *
 * @param mode the permission bits with set-user-ID, set-group-ID and sticky
 * @param masked whether the umask takes bits away from the mode
 * @param uid the owner, if it is not to be who makes it
 * @param gid the group, if it is not to be that of who makes it, or of a set-group-ID directory
 * @param major a device number's part
 * @param minor a device number's part
 */
record NewFile(
    NodeType type,
    int mode,
    boolean masked,
    OptionalLong uid,
    OptionalLong gid,
    int major,
    int minor) {
  /** What the permissions of a file are of which nothing is said. */
  static final int FILE_MODE = 0666;

  /** What the permissions of a directory are of which nothing is said. */
  static final int DIRECTORY_MODE = 0777;

  static NewFile of(NodeType type, int mode) {
    return new NewFile(type, mode, true, OptionalLong.empty(), OptionalLong.empty(), 0, 0);
  }
}
