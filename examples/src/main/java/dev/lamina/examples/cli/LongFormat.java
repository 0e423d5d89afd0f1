package dev.lamina.examples.cli;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The columns before a name in {@code ls -l}, with numbers for owners and times in UTC. */
final class LongFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private LongFormat() {}

  static String columns(TreeEntry entry) {
    return String.format(
        Locale.ROOT,
        "%s %3d %5d %5d %10s %s ",
        mode(entry),
        entry.linkCount(),
        entry.uid(),
        entry.gid(),
        entry.isDevice() ? entry.major() + ", " + entry.minor() : entry.size(),
        TIME.format(entry.modified()));
  }

  private static String mode(TreeEntry entry) {
    int mode = entry.permissions();
    char type = entry.type() == 'f' ? '-' : entry.type();
    return type
        + triple(mode >> 6, (mode & 04000) != 0, 's')
        + triple(mode >> 3, (mode & 02000) != 0, 's')
        + triple(mode, (mode & 01000) != 0, 't');
  }

  private static String triple(int bits, boolean isSpecial, char special) {
    boolean runs = (bits & 1) != 0;
    char last = isSpecial ? runs ? special : Character.toUpperCase(special) : runs ? 'x' : '-';
    return ((bits & 4) != 0 ? "r" : "-") + ((bits & 2) != 0 ? "w" : "-") + last;
  }
}
