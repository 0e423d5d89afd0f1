package dev.lamina.examples.cli;

import java.io.OutputStream;
import java.util.Locale;

/** The kinds of facts that a manifest has, each named like its file. */
enum ListingKind {
  /** Types, modes, owners, sizes, times, paths, targets. */
  FILES(SortedWalk.Order.PATH_AND_TARGET),
  /** Digests of contents. */
  SHA256(SortedWalk.Order.PATH),
  /** Extended attributes. */
  XATTRS(SortedWalk.Order.PATH),
  /** Numbers of devices. */
  DEVICES(SortedWalk.Order.PATH),
  /** Names of the same file. */
  HARDLINKS(SortedWalk.Order.PATH);

  private final SortedWalk.Order order;

  ListingKind(SortedWalk.Order order) {
    this.order = order;
  }

  /** Returns the order in which the listing wants to see the files. */
  SortedWalk.Order order() {
    return order;
  }

  /** Returns a listing of this kind. */
  TreeListing to(OutputStream out) {
    return switch (this) {
      case FILES -> new FilesListing(out);
      case SHA256 -> new Sha256Listing(out);
      case XATTRS -> new XattrsListing(out);
      case DEVICES -> new DevicesListing(out);
      case HARDLINKS -> new HardLinksListing(out);
    };
  }

  /** Returns the name of the kind's file. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
