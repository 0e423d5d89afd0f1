package dev.lamina.vfs;

import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups that the image's own {@code /etc/passwd} and {@code /etc/group} name; never
 * the host's. Read when first needed. Safe for use by several threads.
 */
final class ImagePrincipals extends UserPrincipalLookupService {
  private static final long MAX_NUMBER = 0xffff_ffffL;

  /** No sane file is longer; a hostile one shall not fill the memory. */
  private static final int MAX_SIZE = 1 << 20;

  private final UnionFileSystem fileSystem;
  private volatile @Nullable NumberedNames users;
  private volatile @Nullable NumberedNames groups;

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
    NumberedNames names = users;
    if (names == null) {
      names = read("/etc/passwd");
      users = names;
    }
    return names;
  }

  private NumberedNames groups() {
    NumberedNames names = groups;
    if (names == null) {
      names = read("/etc/group");
      groups = names;
    }
    return names;
  }

  /** Who owns a file is known by number even if nobody can say the name. */
  private NumberedNames read(String path) {
    try {
      return NumberedNames.parse(
          fileSystem.view().readSmallFile(UnionPath.parse(fileSystem, path), MAX_SIZE));
    } catch (IOException | ClosedFileSystemException e) {
      return NumberedNames.NONE;
    }
  }
}
