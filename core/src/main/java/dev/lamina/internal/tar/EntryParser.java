package dev.lamina.internal.tar;

import dev.lamina.InvalidArchiveException;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import org.jspecify.annotations.Nullable;

/** Makes a layer entry of a member's header and extensions, and refuses what no layer may have. */
final class EntryParser {
  /** The last number is "no owner" to the kernel, those above it do not exist. */
  private static final long OWNER_LIMIT = 0xFFFF_FFFEL;

  // What the kernel's device numbers hold: twelve bits and twenty.
  private static final int MAJOR_LIMIT = 0xFFF;
  private static final int MINOR_LIMIT = 0xFFFFF;

  /**
   * Returns the entry; null if the member is AUFS's own and no part of an image.
   *
   * @param type the type flag, with {@code 5} for each kind of directory
   * @param size the length of a file, holes included
   */
  @Nullable LayerEntry parse(
      TarHeader header, Extensions extensions, byte[] name, char type, long size) {
    byte[] cleaned = MemberNames.clean(name);
    if (WhiteoutNames.isMetadata(cleaned)) {
      return null;
    }
    LayerEntry whiteout = WhiteoutNames.parse(cleaned);
    if (whiteout != null) {
      return whiteout;
    }
    EntryPath path = EntryPath.of(cleaned);
    if (path.isRoot() && type != '5') {
      throw new InvalidArchiveException("the root, \"./\", must be a directory");
    }
    return switch (type) {
      case '1' -> new LayerEntry.HardLink(path, hardLinkTarget(extensions.linkName(header)));
      case '2' -> {
        byte[] target = symlinkTarget(extensions.linkName(header));
        yield new LayerEntry.Symlink(path, attributes(header, extensions.pax()), target);
      }
      case '3', '4' -> device(path, header, extensions.pax(), type == '4');
      case '5' -> new LayerEntry.Directory(path, attributes(header, extensions.pax()));
      case '6' -> new LayerEntry.Fifo(path, attributes(header, extensions.pax()));
      default -> new LayerEntry.File(path, attributes(header, extensions.pax()), size);
    };
  }

  private EntryPath hardLinkTarget(byte[] target) {
    EntryPath path;
    try {
      path = EntryPath.of(MemberNames.clean(target));
    } catch (InvalidArchiveException e) {
      throw new InvalidArchiveException("invalid hard link target: " + e.getMessage(), e);
    }
    if (path.isRoot()) {
      throw new InvalidArchiveException("hard link to the root directory");
    }
    return path;
  }

  private byte[] symlinkTarget(byte[] target) {
    if (target.length == 0) {
      throw new InvalidArchiveException("symbolic link with an empty target");
    }
    if (target.length > LinuxLimits.PATH) {
      throw new InvalidArchiveException(
          "symbolic link's target too long: more than " + LinuxLimits.PATH + " bytes");
    }
    for (byte b : target) {
      if (b == 0) {
        throw new InvalidArchiveException("NUL in a symbolic link's target");
      }
    }
    return target;
  }

  private static LayerEntry device(
      EntryPath path, TarHeader header, PaxRecords pax, boolean block) {
    long major = header.deviceMajor();
    long minor = header.deviceMinor();
    if (major < 0 || major > MAJOR_LIMIT || minor < 0 || minor > MINOR_LIMIT) {
      throw new InvalidArchiveException(
          "device number out of range: major " + major + ", minor " + minor);
    }
    if (!block && major == 0 && minor == 0) {
      throw new InvalidArchiveException("forged overlay mark: character device 0:0");
    }
    return new LayerEntry.Device(path, attributes(header, pax), block, (int) major, (int) minor);
  }

  private static EntryAttributes attributes(TarHeader header, PaxRecords pax) {
    Long modified = pax.modifiedNanos();
    return new EntryAttributes(
        (int) header.mode() & 07777,
        owner(pax.uid(), header.uid(), "uid"),
        owner(pax.gid(), header.gid(), "gid"),
        modified == null ? TarNumbers.nanos(header.modified(), 0) : modified,
        pax.xattrs());
  }

  private static long owner(@Nullable Long fromPax, long fromHeader, String what) {
    long id = fromPax == null ? fromHeader : fromPax;
    if (id < 0 || id > OWNER_LIMIT) {
      throw new InvalidArchiveException(what + " out of range: " + id);
    }
    return id;
  }
}
