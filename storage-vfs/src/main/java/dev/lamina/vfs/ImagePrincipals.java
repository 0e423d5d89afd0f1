package dev.lamina.vfs;

import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Arrays;

/**
 * The users and groups that the image's own {@code /etc/passwd} and {@code /etc/group} name; never
 * the host's. Read when needed, and again when they may have changed. Safe for use by several
 * threads.
 */
final class ImagePrincipals extends UserPrincipalLookupService {
  private static final long MAX_NUMBER = 0xffff_ffffL;

  /** No sane file is longer; a hostile one shall not fill the memory. */
  private static final int MAX_SIZE = 1 << 20;

  private final UnionFileSystem fileSystem;
  private volatile Known users = Known.NOTHING;
  private volatile Known groups = Known.NOTHING;

  /**
   * What a file said.
   *
   * @param changes how often something had been changed before
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by hand
  private record Known(long changes, byte[] file, NumberedNames names) {
    private static final Known NOTHING = new Known(-1, new byte[0], NumberedNames.NONE);
  }

  ImagePrincipals(UnionFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  ImagePrincipal.User user(long uid) {
    return new ImagePrincipal.User(uid, users().name(uid));
  }

  ImagePrincipal.Group group(long gid) {
    return new ImagePrincipal.Group(gid, groups().name(gid));
  }

  @Override
  public UserPrincipal lookupPrincipalByName(String name) throws IOException {
    fileSystem.resources().checkOpen();
    return user(number(users(), name));
  }

  @Override
  public GroupPrincipal lookupPrincipalByGroupName(String group) throws IOException {
    fileSystem.resources().checkOpen();
    return group(number(groups(), group));
  }

  private static long number(NumberedNames known, String name)
      throws UserPrincipalNotFoundException {
    Long number = known.number(name);
    if (number == null) {
      number = NumberedNames.parseNumber(name);
    }
    if (number == null || number > MAX_NUMBER) {
      throw new UserPrincipalNotFoundException(name);
    }
    return number;
  }

  private NumberedNames users() {
    Known known = refresh(users, "/etc/passwd");
    users = known;
    return known.names();
  }

  private NumberedNames groups() {
    Known known = refresh(groups, "/etc/group");
    groups = known;
    return known.names();
  }

  /** Reads a file again if anything was changed, and takes it apart again if it was that file. */
  private Known refresh(Known known, String path) {
    long changes = fileSystem.tree().changes();
    if (known.changes() == changes) {
      return known;
    }
    byte[] file = read(path);
    return Arrays.equals(file, known.file())
        ? new Known(changes, file, known.names())
        : new Known(changes, file, NumberedNames.parse(file));
  }

  /** Who owns a file is known by number even if nobody can say the name. */
  private byte[] read(String path) {
    try {
      return fileSystem.view().readSmallFile(UnionPath.parse(fileSystem, path), MAX_SIZE);
    } catch (IOException | ClosedFileSystemException e) {
      return new byte[0];
    }
  }
}
