package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina manifest}: writes down all of an image's tree as sorted text, to be compared. */
@Command(
    name = "manifest",
    description = "Write down the files of an image as sorted text",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] IMAGE")
final class ManifestCommand implements Callable<Integer> {
  /** What to write down. */
  static final class Choice {
    @SuppressWarnings("unused")
    @Option(names = "--files", description = "types, modes, owners, sizes, times, links (default)")
    private boolean files;

    @Option(names = "--sha256", description = "digests of contents, as sha256sum")
    private boolean sha256;

    @Option(names = "--xattrs", description = "extended attributes, as getfattr")
    private boolean xattrs;

    @Option(names = "--devices", description = "numbers of devices, as stat")
    private boolean devices;

    @Option(names = "--hardlinks", description = "sets of names of one file")
    private boolean hardLinks;

    @Option(names = "--all", paramLabel = "DIR", description = "all of these, as files in DIR")
    private @Nullable Path all;

    private ListingKind kind() {
      return sha256
          ? ListingKind.SHA256
          : xattrs
              ? ListingKind.XATTRS
              : devices
                  ? ListingKind.DEVICES
                  : hardLinks ? ListingKind.HARDLINKS : ListingKind.FILES;
    }
  }

  private final Lamina lamina;
  private final Terminal terminal;

  @ArgGroup private Choice choice = new Choice();

  @Parameters(paramLabel = "IMAGE", description = "a name or an ID")
  private String image = "";

  ManifestCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try (ImageStore store = lamina.open();
        Mount mount = store.mount(image).readOnly()) {
      if (choice.all == null) {
        write(mount.root(), choice.kind(), terminal.out());
      } else {
        writeAll(mount.root(), choice.all);
      }
    }
    return 0;
  }

  private static void writeAll(Path root, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (OutputStream files = open(directory, ListingKind.FILES)) {
      write(root, ListingKind.FILES, files);
    }
    // These want to see the files in one order, so one walk does.
    try (OutputStream sha256 = open(directory, ListingKind.SHA256);
        OutputStream xattrs = open(directory, ListingKind.XATTRS);
        OutputStream devices = open(directory, ListingKind.DEVICES);
        OutputStream hardLinks = open(directory, ListingKind.HARDLINKS)) {
      write(
          root,
          SortedWalk.Order.PATH,
          ListingKind.SHA256.to(sha256),
          ListingKind.XATTRS.to(xattrs),
          ListingKind.DEVICES.to(devices),
          ListingKind.HARDLINKS.to(hardLinks));
    }
  }

  private static OutputStream open(Path directory, ListingKind kind) throws IOException {
    return new BufferedOutputStream(
        Files.newOutputStream(directory.resolve(kind.fileName())), 1 << 16);
  }

  private static void write(Path root, ListingKind kind, OutputStream out) throws IOException {
    write(root, kind.order(), kind.to(out));
  }

  private static void write(Path root, SortedWalk.Order order, TreeListing... listings)
      throws IOException {
    SortedWalk.walk(
        root,
        order,
        entry -> {
          for (TreeListing listing : listings) {
            listing.add(entry);
          }
        });
    for (TreeListing listing : listings) {
      listing.finish();
    }
  }
}
