package dev.lamina.vfs;

import dev.lamina.Digest;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a file was when it was looked at, valid even when its file system is closed. An image knows
 * one time of a file, so all times are that of the last modification unless it has been changed
 * since.
 */
final class UnionFileAttributes implements PosixFileAttributes {
  /** What a directory's size is on most of Linux's file systems. */
  private static final long DIRECTORY_SIZE = 4096;

  private static final PosixFilePermission[] PERMISSIONS = PosixFilePermission.values();

  private final UnionFileSystem fileSystem;
  private final NodeType type;
  private final EntryAttributes attributes;
  private final long size;
  private final long fileId;
  private final int linkCount;
  private final long deviceNumber;
  private final long accessedNanos;
  private final long changedNanos;
  private final int layer;
  private final String diffId;

  private UnionFileAttributes(UnionFileSystem fileSystem, TreeNode node, String diffId) {
    this.fileSystem = fileSystem;
    this.type = node.type();
    this.attributes = node.attributes();
    this.size = node.size();
    this.fileId = node.fileId();
    this.linkCount = node.linkCount();
    this.deviceNumber = DeviceNumbers.of(node.deviceMajor(), node.deviceMinor());
    long modified = attributes.modifiedNanos();
    this.accessedNanos = node instanceof TimedNode timed ? timed.accessedNanos() : modified;
    this.changedNanos = node instanceof TimedNode timed ? timed.changedNanos() : modified;
    this.layer = node.layer();
    this.diffId = diffId;
  }

  /** Takes down what the node says, so that the node need not be asked again. */
  static UnionFileAttributes of(UnionFileSystem fileSystem, TreeNode node, List<Digest> diffIds) {
    int layer = node.layer();
    boolean known = layer >= 0 && layer < diffIds.size();
    return new UnionFileAttributes(fileSystem, node, known ? diffIds.get(layer).toString() : "");
  }

  /** The identity of a file: equal for all its hard links. */
  private record FileKey(long fileSystem, long fileId) {
    @Override
    public String toString() {
      return "(dev=" + Long.toHexString(fileSystem) + ",ino=" + fileId + ")";
    }
  }

  /** Returns the type and permission bits, as in {@code st_mode}. */
  int mode() {
    return Modes.typeBits(type) | attributes.mode();
  }

  NodeType type() {
    return type;
  }

  /** Returns what a layer says of the file. */
  EntryAttributes entry() {
    return attributes;
  }

  long fileId() {
    return fileId;
  }

  long fileSystemNumber() {
    return fileSystem.number();
  }

  long deviceNumber() {
    return deviceNumber;
  }

  int linkCount() {
    return linkCount;
  }

  long uid() {
    return attributes.uid();
  }

  long gid() {
    return attributes.gid();
  }

  int layer() {
    return layer;
  }

  String diffId() {
    return diffId;
  }

  @Override
  public FileTime lastModifiedTime() {
    return FileTime.from(attributes.modifiedNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public FileTime lastAccessTime() {
    return FileTime.from(accessedNanos, TimeUnit.NANOSECONDS);
  }

  /** Returns when contents or attributes were changed last. */
  FileTime changeTime() {
    return FileTime.from(changedNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public FileTime creationTime() {
    return lastModifiedTime();
  }

  @Override
  public boolean isRegularFile() {
    return type == NodeType.FILE;
  }

  @Override
  public boolean isDirectory() {
    return type == NodeType.DIRECTORY;
  }

  @Override
  public boolean isSymbolicLink() {
    return type == NodeType.SYMLINK;
  }

  @Override
  public boolean isOther() {
    return !isRegularFile() && !isDirectory() && !isSymbolicLink();
  }

  @Override
  public long size() {
    return isDirectory() ? DIRECTORY_SIZE : size;
  }

  @Override
  public Object fileKey() {
    return new FileKey(fileSystem.number(), fileId);
  }

  @Override
  public UserPrincipal owner() {
    return fileSystem.principals().user(attributes.uid());
  }

  @Override
  public GroupPrincipal group() {
    return fileSystem.principals().group(attributes.gid());
  }

  @Override
  public Set<PosixFilePermission> permissions() {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < PERMISSIONS.length; i++) {
      // The constants stand in the order of the bits, from the owner's read bit down.
      if ((attributes.mode() & (0400 >> i)) != 0) {
        permissions.add(PERMISSIONS[i]);
      }
    }
    return permissions;
  }
}
