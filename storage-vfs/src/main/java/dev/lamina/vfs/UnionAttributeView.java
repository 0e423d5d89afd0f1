package dev.lamina.vfs;

import java.io.IOException;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The view of a path's attributes that goes by the names basic, owner, posix and unix. */
final class UnionAttributeView implements PosixFileAttributeView {
  private final String name;
  private final UnionView files;
  private final UnionPath path;
  private final boolean follow;
  private final Runnable check;

  UnionAttributeView(String name, UnionView files, UnionPath path, boolean follow, Runnable check) {
    this.name = name;
    this.files = files;
    this.path = path;
    this.follow = follow;
    this.check = check;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public UnionFileAttributes readAttributes() throws IOException {
    check.run();
    return files.attributes(path, follow);
  }

  @Override
  public UserPrincipal getOwner() throws IOException {
    return readAttributes().owner();
  }

  private UnionChanges changes() {
    check.run();
    return files.changes();
  }

  /** Sets times; that of the creation is not kept, as on Linux. */
  @Override
  public void setTimes(
      @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
      throws IOException {
    UnionChanges changes = changes();
    changes.checkWritable();
    if (modified != null || accessed != null) {
      changes.setTimes(path, follow, nanos(modified), nanos(accessed));
    }
  }

  private static OptionalLong nanos(@Nullable FileTime time) {
    return time == null ? OptionalLong.empty() : OptionalLong.of(time.to(TimeUnit.NANOSECONDS));
  }

  @Override
  public void setOwner(UserPrincipal owner) throws IOException {
    if (!(Objects.requireNonNull(owner, "owner") instanceof ImagePrincipal principal)) {
      throw new ProviderMismatchException();
    }
    if (principal instanceof ImagePrincipal.Group) {
      throw new IOException("the owner cannot be a group: " + owner);
    }
    setOwners(OptionalLong.of(principal.number()), OptionalLong.empty());
  }

  @Override
  public void setGroup(GroupPrincipal group) throws IOException {
    if (!(Objects.requireNonNull(group, "group") instanceof ImagePrincipal principal)) {
      throw new ProviderMismatchException();
    }
    setOwners(OptionalLong.empty(), OptionalLong.of(principal.number()));
  }

  private void setOwners(OptionalLong uid, OptionalLong gid) throws IOException {
    changes().setOwner(path, follow, uid, gid);
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
    setMode(Modes.of(permissions));
  }

  private void setMode(int mode) throws IOException {
    changes().setMode(path, follow, mode);
  }

  /**
   * Sets an attribute by its name.
   *
   * @throws IllegalArgumentException if the view has no such attribute, or it cannot be set
   */
  void setAttribute(String attribute, @Nullable Object value) throws IOException {
    switch (attribute) {
      case "lastModifiedTime" -> setTimes((FileTime) value, null, null);
      case "lastAccessTime" -> setTimes(null, (FileTime) value, null);
      case "creationTime" -> setTimes(null, null, (FileTime) value);
      case "owner" -> setOwner((UserPrincipal) Objects.requireNonNull(value));
      case "group" -> setGroup((GroupPrincipal) Objects.requireNonNull(value));
      case "permissions" -> setMode(Modes.of((Set<?>) Objects.requireNonNull(value)));
      case "mode" -> setMode((Integer) Objects.requireNonNull(value));
      case "uid" -> setOwners(number(value), OptionalLong.empty());
      case "gid" -> setOwners(OptionalLong.empty(), number(value));
      default -> throw new IllegalArgumentException("'" + attribute + "' cannot be set");
    }
  }

  private static OptionalLong number(@Nullable Object value) {
    return OptionalLong.of(Modes.unsigned((Number) Objects.requireNonNull(value)));
  }
}
