package dev.lamina.processes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file system of its own, mounted while it is open: in a file, so that its power can be cut, or
 * in memory, as small as is wanted.
 */
final class Disk implements AutoCloseable {
  private static final long SIZE = 400L << 20; // xfs takes no less than 300 MiB.

  private final Path image;
  private final Path point;

  private Disk(Path image, Path point) {
    this.image = image;
    this.point = point;
  }

  /** Makes a file system of a type in a file, whose power can be cut. */
  static Disk inFile(String type, Path directory) throws IOException {
    Needed.root();
    Needed.program("mkfs." + type);
    Needed.program("xfs_io");
    Disk disk = new Disk(directory.resolve("disk"), Files.createDirectory(directory.resolve("on")));
    try (FileChannel file =
        FileChannel.open(disk.image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      int unused = file.write(ByteBuffer.allocate(1), SIZE - 1);
    }
    String unused = HostCommand.run("mkfs." + type, "-q", disk.image.toString());
    Needed.that(disk.mount(), "no right to mount a file in a loop");
    return disk;
  }

  /** Makes a file system in memory. */
  static Disk inMemory(Path directory, String options) throws IOException {
    Needed.root();
    Disk disk = new Disk(directory, Files.createDirectory(directory.resolve("on")));
    Needed.that(
        HostCommand.works("mount", "-t", "tmpfs", "-o", options, "none", disk.point.toString()),
        "no right to mount");
    return disk;
  }

  private boolean mount() {
    return HostCommand.works("mount", "-o", "loop", image.toString(), point.toString());
  }

  /** Returns where it is mounted. */
  Path path() {
    return point;
  }

  /** Mounts it with other options from now on. */
  void remount(String options) throws IOException {
    String unused = HostCommand.run("mount", "-o", "remount," + options, point.toString());
  }

  /** From now on, nothing reaches the medium any more. */
  void cutPower() throws IOException {
    String unused = HostCommand.run("xfs_io", "-x", "-c", "shutdown", point.toString());
  }

  /** Has only what has reached the medium. Nobody may use it. */
  void restorePower() throws IOException {
    String unused = HostCommand.run("umount", "--recursive", point.toString());
    if (!mount()) {
      throw new IOException("cannot mount " + image + " again");
    }
  }

  @Override
  public void close() {
    boolean unused =
        HostCommand.works("umount", "--recursive", point.toString())
            || HostCommand.works("umount", "--lazy", point.toString());
  }
}
