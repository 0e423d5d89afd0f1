package dev.lamina.overlay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lamina.internal.io.Listing;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Mounts that are not in their own directory, which has a note of where they are: who finds the
 * directory of a killed process finds its mount.
 */
final class FarMounts {
  private static final String NOTE = "at";

  private FarMounts() {}

  /** Returns what the table of mounts has as the source of such a mount by the kernel. */
  static String source(Path own) {
    int names = own.getNameCount();
    return "lamina:" + own.subpath(names - 2, names);
  }

  /**
   * Notes where a mount will be.
   *
   * @param own the mount's own directory
   */
  static void note(Path own, OverlayPlan plan) throws IOException {
    Path note = own.resolve(NOTE);
    Files.deleteIfExists(note); // An earlier mount's.
    try (OutputStream out = Channels.newOutputStream(OwnerOnly.createFile(note))) {
      out.write((inode(plan.root()) + "\n" + Posix.text(plan.target())).getBytes(ISO_8859_1));
    }
  }

  private static long inode(Path file) throws IOException {
    return UpperStat.read(file).inode();
  }

  /** Returns where something is mounted of a directory, or of one in it. */
  static List<Path> of(Path directory, MountTable table) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path own : owners(directory)) {
      Path note = own.resolve(NOTE);
      if (Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)) {
        of(own, Files.readString(note, ISO_8859_1), table).ifPresent(found::add);
      }
    }
    return found;
  }

  /** A program in a mount can write a note too, into a directory of changes. */
  private static List<Path> owners(Path directory) throws IOException {
    List<Path> owners = new ArrayList<>(List.of(directory));
    if (!new ChangesDirectory(directory).isMade()) {
      owners.addAll(
          Listing.of(directory, child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)));
    }
    return owners;
  }

  private static Optional<Path> of(Path own, String note, MountTable table) throws IOException {
    int end = note.indexOf('\n');
    if (end < 0) {
      return Optional.empty(); // Killed before it was written.
    }
    Path point = Posix.path(own.getFileSystem(), note.substring(end + 1));
    Optional<MountTable.Entry> mounted = table.at(point);
    return mounted.isPresent() && isOf(own, note.substring(0, end), point, mounted.get())
        ? Optional.of(point)
        : Optional.empty();
  }

  /** Others may have mounted something there since. */
  private static boolean isOf(Path own, String inode, Path point, MountTable.Entry mounted)
      throws IOException {
    return switch (mounted.type()) {
      case KernelMounter.TYPE -> mounted.source().equals(source(own));
      case FuseMounter.TYPE ->
          FuseMounter.hasEnded(point) || Long.toString(inode(point)).equals(inode);
      default -> false;
    };
  }
}
