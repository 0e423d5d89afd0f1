package dev.lamina.internal.tar;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the headers before a member's own say of it: GNU long names, PAX headers. Readers disagree
 * on what counts when two of them name one thing, so that is refused.
 */
final class Extensions {
  private final Limits limits;
  private PaxRecords global = PaxRecords.NONE;
  private byte @Nullable [] longName;
  private byte @Nullable [] longLink;
  private @Nullable PaxRecords pax;

  Extensions(Limits limits) {
    this.limits = limits;
  }

  /** Forgets what was said of one member; what was said of all stays. */
  void reset() {
    longName = null;
    longLink = null;
    pax = null;
  }

  /** Refuses headers that no member follows. */
  void requireNone() {
    if (longName != null || longLink != null || pax != null) {
      throw new InvalidArchiveException("ambiguous: an extension header without its member");
    }
  }

  /** Takes a header that is about all members that follow. */
  void addGlobal(byte[] data) {
    requireNone();
    global = global.with(data, limits).requireGlobal();
  }

  void addLongName(byte[] data) {
    requireFirst(longName, "GNU long names");
    longName = trim(data);
  }

  void addLongLink(byte[] data) {
    requireFirst(longLink, "GNU long link targets");
    longLink = trim(data);
  }

  void addPax(byte[] data) {
    requireFirst(pax, "PAX headers");
    pax = global.with(data, limits);
  }

  /** Removes the NULs that end a long name. */
  private static byte[] trim(byte[] data) {
    int length = data.length;
    while (length > 0 && data[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(data, length);
  }

  private static void requireFirst(@Nullable Object earlier, String what) {
    if (earlier != null) {
      throw new InvalidArchiveException("ambiguous: two " + what + " for one member");
    }
  }

  PaxRecords pax() {
    return pax == null ? global : pax;
  }

  /** Returns the member's name as the archive gives it. */
  byte[] name(TarHeader header) {
    PaxRecords records = pax();
    SparseRecords sparse = records.sparse();
    byte[] name = sparse == null || sparse.name() == null ? records.path() : sparse.name();
    return choose(name, longName, header.name());
  }

  /** Returns the target of a link as the archive gives it. */
  byte[] linkName(TarHeader header) {
    return choose(pax().linkPath(), longLink, header.linkName());
  }

  private static byte[] choose(
      byte @Nullable [] fromPax, byte @Nullable [] fromGnu, byte[] fromHeader) {
    if (fromPax != null && fromGnu != null) {
      throw new InvalidArchiveException("ambiguous: a PAX path and a GNU long name");
    }
    if (fromPax != null) {
      return fromPax;
    }
    return fromGnu == null ? fromHeader : fromGnu;
  }
}
