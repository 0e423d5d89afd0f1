package dev.lamina.overlay;

import dev.lamina.IdMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Mounts by the program {@code fuse-overlayfs}, for who has no privilege. The program sees
 * directories by short links in a directory of the mount's own, where it runs: no name can mean
 * something else to it, whatever the locale.
 */
final class FuseMounter extends VerifyingMounter {
  private static final String PROGRAM = "fuse-overlayfs";

  /** The type of the file system. */
  static final String TYPE = "fuse.fuse-overlayfs";

  private static final int MOST_SECONDS = 60;

  private final String program;
  private final String unmounter;

  FuseMounter() {
    this(PROGRAM, "fusermount3");
  }

  /** Takes other programs of the same use. */
  FuseMounter(String program, String unmounter) {
    this.program = program;
    this.unmounter = unmounter;
  }

  @Override
  void attach(OverlayPlan plan) throws IOException {
    requireUsable(plan);
    Path links = Files.createTempDirectory("lamina-fuse");
    try {
      run(links, "cannot mount " + plan.target(), program, "-o", options(plan, links), "target");
    } finally {
      delete(links);
    }
  }

  /** The program looks where the link to the upper directory leads, and cuts there. */
  private static void requireUsable(OverlayPlan plan) throws IOException {
    if (plan.upper().isPresent() && plan.upper().get().directory().toString().contains(":")) {
      throw new IOException(
          "cannot mount %s: fuse-overlayfs cannot change a directory with ':' in its path; move the store"
              .formatted(plan.target()));
    }
  }

  private static String options(OverlayPlan plan, Path links) throws IOException {
    Files.createSymbolicLink(links.resolve("target"), plan.target());
    StringJoiner lowers = new StringJoiner(":");
    for (Path lower : plan.lowers()) {
      String name = Integer.toString(lowers.length());
      Files.createSymbolicLink(links.resolve(name), lower);
      lowers.add(name);
    }
    List<String> options = new ArrayList<>();
    options.add("lowerdir=" + lowers);
    if (plan.upper().isPresent()) {
      Files.createSymbolicLink(links.resolve("upper"), plan.upper().get().directory());
      Files.createSymbolicLink(links.resolve("work"), plan.upper().get().work());
      options.add("upperdir=upper,workdir=work");
    } else {
      options.add("ro");
    }
    options.addAll(attributes(plan.flags()));
    if (plan.shift().isPresent()) {
      options.add("uidmapping=" + mapping(plan.shift().get().map().users()));
      options.add("gidmapping=" + mapping(plan.shift().get().map().groups()));
    }
    return String.join(",", options);
  }

  private static String mapping(List<IdMap.Range> ranges) {
    return ranges.stream()
        .map(range -> range.containerId() + ":" + range.hostId() + ":" + range.size())
        .collect(Collectors.joining(":"));
  }

  /** Only root can have devices and set-user-ID bits mean something. */
  private static List<String> attributes(OverlayFlags flags) {
    boolean root = Posix.effectiveUser() == 0;
    List<String> attributes = new ArrayList<>();
    attributes.add(flags.nodev() || !root ? "nodev" : "dev");
    attributes.add(flags.nosuid() || !root ? "nosuid" : "suid");
    if (flags.noexec()) {
      attributes.add("noexec");
    }
    if (flags.options().containsKey("volatile")) {
      attributes.add("volatile");
    }
    return attributes;
  }

  /** Runs a program in a directory, which it writes its messages to. */
  private static void run(Path directory, String failure, String... command) throws IOException {
    Path messages = directory.resolve("messages");
    Process process = start(directory, messages, failure, command);
    if (!hasEnded(process)) {
      process.destroyForcibly();
      throw new IOException(
          "%s: %s has not answered for %d seconds".formatted(failure, command[0], MOST_SECONDS));
    }
    if (process.exitValue() != 0) {
      throw new IOException("%s: %s".formatted(failure, last(messages, command[0])));
    }
  }

  private static Process start(Path directory, Path messages, String failure, String[] command)
      throws IOException {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(messages.toFile())
          .start();
    } catch (IOException e) {
      throw new IOException(
          "%s: cannot run %s, which a mount without privilege needs; install it, or use the storage vfs"
              .formatted(failure, command[0]),
          e);
    }
  }

  private static boolean hasEnded(Process process) throws IOException {
    try {
      return process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Returns what a program has said at last: before it come warnings. */
  private static String last(Path messages, String program) throws IOException {
    String all = new String(Files.readAllBytes(messages), StandardCharsets.UTF_8).strip();
    String last = all.substring(all.lastIndexOf('\n') + 1);
    return last.startsWith(program) ? last : program + ": " + last;
  }

  private static void delete(Path links) throws IOException {
    for (Path link : list(links)) {
      Files.delete(link);
    }
    Files.delete(links);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (var paths = Files.list(directory)) {
      return paths.toList();
    }
  }

  /**
   * The table of mounts shows nothing of the directories, nor needs it: none can be lost on the
   * way. They are named in an argument of the program, not in the page of text that a mount of the
   * kernel has. An argument is passed whole or the program is not started: it may have 128 KiB, and
   * 500 short names take 2. The program opens each directory and ends with an error, before it
   * mounts, if it cannot open one, such as for a limit of open files.
   */
  @Override
  String ownDifference(OverlayPlan plan, MountTable.Entry found) {
    return found.type().equals(TYPE) ? "" : "a file system of type " + found.type() + " is mounted";
  }

  /**
   * Returns whether the program has ended that a mount is by, so that nothing can be read there.
   */
  static boolean hasEnded(Path point) throws IOException {
    try {
      byte[] unused = Posix.xattr(point, "user.any");
      return false;
    } catch (PosixException e) {
      return e.errno() == Posix.ENOTCONN;
    }
  }

  @Override
  void take(Path target, int flags) throws IOException {
    try {
      super.take(target, flags);
    } catch (PosixException e) {
      if (e.errno() != Posix.EPERM) {
        throw e;
      }
      takeAsUser(target, flags, e);
    }
  }

  /** Only a program with privilege unmounts for who has none; what it says has no number. */
  private void takeAsUser(Path target, int flags, PosixException failure) throws IOException {
    if (MountTable.read().at(target).isEmpty()) {
      return;
    }
    Path links = Files.createTempDirectory("lamina-fuse");
    try {
      Files.createSymbolicLink(links.resolve("target"), target.getParent());
      String name = "target/" + target.getFileName();
      String how = flags == 0 ? "-u" : "-uz";
      run(links, "cannot unmount " + target, unmounter, how, name);
    } catch (IOException e) {
      e.addSuppressed(failure);
      throw MountHolders.of(target).isEmpty()
          ? e
          : new PosixException("umount", target, Posix.EBUSY);
    } finally {
      delete(links);
    }
  }
}
