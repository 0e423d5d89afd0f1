package dev.lamina.overlay;

import dev.lamina.Durability;
import dev.lamina.IdMap;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.internal.io.FileTreeDeleter;
import dev.lamina.internal.io.Listing;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.Presence;
import dev.lamina.overlay.OverlayProbe.Feature;
import dev.lamina.overlay.OverlayProbe.Mode;
import dev.lamina.spi.DriverMount;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerContent;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.MountPlace;
import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.WritableDriverMount;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The storage that unpacks layers, and has their directories joined by mounts. */
final class OverlayDriver implements StorageDriver {
  /** The name of the storage. */
  static final String NAME = "overlay";

  private final OverlayProbe probe;
  private final OverlayOptions options;
  private final Marks marks;
  private final ChangesWriter writer;
  private final Mounter mounter;
  private final StackPlan plan;

  /** Makes a driver of what was found to work. */
  OverlayDriver(OverlayProbe probe, OverlayOptions options) {
    this.probe = probe;
    this.options = options;
    this.marks = probe.has(Feature.TRUSTED_XATTRS) ? Marks.TRUSTED : Marks.USER;
    this.writer = ChangesWriter.of(marks, probe.mode().equals(Optional.of(Mode.FUSE)));
    this.mounter = mounter(writer);
    this.plan = new StackPlan(marks);
  }

  private static Mounter mounter(ChangesWriter writer) {
    return writer.isFuse() ? new FuseMounter() : new KernelMounter();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Unpacking unpacking() {
    return switch (options.unpacking()) {
      case WHEN_LOADED -> Unpacking.WHEN_LOADED;
      case INSTEAD -> Unpacking.INSTEAD;
      case WHEN_MOUNTED -> Unpacking.WHEN_MOUNTED;
    };
  }

  @Override
  public Optional<IdMap> idMap() {
    return options.idMap();
  }

  @Override
  public String directoriesName() {
    return marks == Marks.TRUSTED ? NAME : NAME + "-user";
  }

  @Override
  public void unpack(LayerContent layer, Path directory, Durability durability) throws IOException {
    LayerDirectory.unpack(layer, directory, marks, durability);
  }

  @Override
  public void verify(LayerContent layer, Path directory, Differences differences)
      throws IOException {
    LayerComparison.compare(layer, directory, marks, differences);
  }

  @Override
  public void verifyChanges(Path directory, Differences differences) throws IOException {
    new ChangesDirectory(directory.toRealPath()).verify(differences);
  }

  @Override
  public SeekableByteChannel openUnpacked(Path directory, EntryPath file) throws IOException {
    Path place = new EntryPlaces(LayerDirectory.diff(directory)).of(file);
    return OpenFile.channel(place, LinkOption.NOFOLLOW_LINKS, StandardOpenOption.READ);
  }

  @Override
  public void force(Path directory) throws IOException {
    Posix.syncFileSystem(directory);
  }

  @Override
  public DriverMount mount(LayerStack stack, MountPlace place, MountOptions how)
      throws IOException {
    requireRoot(how);
    Optional<List<Path>> known = how.at().isPresent() ? Optional.empty() : plan.known(stack);
    if (known.isPresent()) {
      try {
        Path own = place.directory();
        return mount(mounter, own, readOnly(known.get(), own));
      } catch (IOException e) {
        // A directory of a layer may be gone, which is looked for and made below.
      }
    }
    List<Path> lowers = plan.lowers(stack);
    Path own = place.directory();
    Path target = own;
    if (lowers.isEmpty()) {
      lowers = List.of(rootOnly(own.resolve("root")), rootOnly(own.resolve("base")));
      target = Files.createDirectory(own.resolve("merged"));
    }
    if (how.at().isPresent()) {
      target = empty(how.at().get());
    }
    return mount(mounter, own, readOnly(lowers, target));
  }

  private OverlayPlan readOnly(List<Path> lowers, Path target) {
    OverlayFlags flags = flags(writer, new LinkedHashMap<>());
    return new OverlayPlan(lowers, Optional.empty(), flags, target);
  }

  /** Mounts, with a note if it is elsewhere than in its own directory. */
  private OverlayMount mount(Mounter by, Path own, OverlayPlan plan) throws IOException {
    OverlayPlan told = plan.shift(options.idMap().map(map -> new OverlayPlan.Shift(map, own)));
    if (!plan.target().startsWith(own)) {
      FarMounts.note(own, plan);
      told = told.source(FarMounts.source(own));
    }
    by.mount(told);
    return new OverlayMount(by, plan.target());
  }

  private static void requireRoot(MountOptions how) {
    if (how.user().isPresent()) {
      throw new UnsupportedStorageException(
          "cannot mount for user "
              + how.user().get().uid()
              + ": the kernel goes by who uses the tree; run that program as the user, or use the"
              + " storage vfs");
    }
  }

  /** Returns a directory without anything, as the root of a tree without layers is. */
  private Path rootOnly(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return directory;
    }
    EntryMaker.makeDirectory(directory);
    EntryMaker.inNew(directory, marks, Durability.FAST)
        .finish(EntryPath.ROOT, EntryAttributes.UNNAMED_DIRECTORY);
    return directory;
  }

  /** Returns a directory to mount at, if nothing in it would be hidden. */
  private static Path empty(Path wanted) throws IOException {
    if (!Listing.of(wanted).isEmpty()) {
      throw new FileSystemException(
          wanted.toString(),
          null,
          "cannot mount here: the directory is not empty, and what is in it could not be seen");
    }
    return wanted;
  }

  private OverlayFlags writable(ChangesWriter by, MountOptions how) {
    Map<String, String> own = new LinkedHashMap<>();
    if (!by.isFuse()) {
      own.put("index", switched(options.index(), Feature.INDEX));
      own.put("redirect_dir", switched(options.redirectDir(), Feature.REDIRECT_DIR));
      own.put("metacopy", switched(options.metacopy(), Feature.METACOPY));
    }
    if ((how.isTemporary() || options.volatileMounts()) && probe.has(Feature.VOLATILE)) {
      own.put("volatile", "");
    }
    return flags(by, own);
  }

  private String switched(boolean isWanted, Feature feature) {
    return isWanted && probe.has(feature) ? "on" : "off";
  }

  private OverlayFlags flags(ChangesWriter by, Map<String, String> own) {
    if (by == ChangesWriter.KERNEL_USER) {
      own.put("userxattr", "");
      own.remove("redirect_dir"); // The kernel has neither with these marks.
      own.remove("metacopy");
    }
    options.seLinuxContext().ifPresent(context -> own.put("context", context));
    return new OverlayFlags(own, options.nodev(), options.nosuid(), options.noexec());
  }

  @Override
  public WritableDriverMount mountWritable(LayerStack stack, Path directory, MountOptions how)
      throws IOException {
    requireRoot(how);
    release(directory);
    ChangesDirectory changes = new ChangesDirectory(directory.toRealPath());
    ChangesWriter by = how.isTemporary() ? writer : writer.of(changes, options.mode());
    LayerTree below = stack.tree();
    boolean mounted = false;
    try {
      changes.make(below.root().attributes(), options.changesLimit());
      OverlayMount mount = mountChanges(by, changes, lowers(stack, changes), how);
      mounted = true;
      OverlayTree tree =
          new OverlayTree(below, changes, by, layer -> LayerDirectory.diff(stack.directory(layer)));
      return new OverlayWritableMount(mount, changes, tree, below);
    } finally {
      if (!mounted) {
        below.close();
      }
    }
  }

  private OverlayMount mountChanges(
      ChangesWriter by, ChangesDirectory changes, List<Path> lowers, MountOptions how)
      throws IOException {
    Path target = how.at().isPresent() ? empty(how.at().get()) : changes.merged();
    OverlayPlan.Upper upper = new OverlayPlan.Upper(changes.upper(), changes.work());
    return mount(
        mounter(by),
        changes.path(),
        new OverlayPlan(lowers, Optional.of(upper), writable(by, how), target));
  }

  @Override
  public void receiveChanges(LayerStack stack, Path directory, MountOptions how, Changes changes)
      throws IOException {
    ChangesDirectory made = new ChangesDirectory(directory.toRealPath());
    ChangesWriter unused = writer.of(made, options.mode());
    try (LayerTree below = stack.tree()) {
      made.make(below.root().attributes(), options.changesLimit());
    }
    try (EntrySink sink = EntrySink.into(made.upper(), marks)) {
      changes.writeTo(sink);
    }
  }

  private List<Path> lowers(LayerStack stack, ChangesDirectory changes) throws IOException {
    List<Path> lowers = new ArrayList<>(plan.lowers(stack));
    if (lowers.size() == OverlayPlan.MAX_LOWERS) {
      if (hasPlaces(stack, changes.top(), made -> LinkedCopy.below(lowers.get(0), made, marks))) {
        lowers.set(0, changes.top());
      }
    } else if (hasPlaces(stack, changes.places(), made -> {})) {
      lowers.add(0, changes.places());
    }
    if (lowers.isEmpty()) {
      lowers.add(rootOnly(changes.path().resolve("root")));
    }
    return lowers;
  }

  /** Adds to a directory that is being made. */
  @FunctionalInterface
  private interface Addition {
    void to(Path made) throws IOException;
  }

  /** Returns whether there are places, which are made the first time and given their name whole. */
  private boolean hasPlaces(LayerStack stack, Path places, Addition addition) throws IOException {
    if (Presence.isDirectory(places)) {
      return true;
    }
    Path made = places.resolveSibling(places.getFileName() + ".new");
    FileTreeDeleter.delete(made); // Of a process that was killed.
    EntryMaker.makeDirectory(made);
    if (!Places.write(stack, made, marks)) {
      FileTreeDeleter.delete(made);
      return false;
    }
    addition.to(made);
    Path unused = Files.move(made, places, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  @Override
  public void delete(Path directory) throws IOException {
    if (Presence.isDirectory(directory)) {
      release(directory);
      new ChangesDirectory(directory.toRealPath()).delete();
    }
  }

  @Override
  public List<Path> mounted(Path directory) throws IOException {
    if (!Presence.isDirectory(directory)) {
      return List.of();
    }
    Path path = directory.toRealPath();
    MountTable table = MountTable.read();
    List<Path> mounted = new ArrayList<>(table.in(path));
    mounted.addAll(FarMounts.of(path, table));
    return mounted;
  }

  @Override
  public void release(Path directory) throws IOException {
    for (Path point : mounted(directory)) {
      mounter.unmount(point);
    }
  }

  /** What is mounted nowhere has no other directories than those of its layers. */
  @Override
  public Map<String, String> describe(LayerStack stack) {
    List<String> diffs = new ArrayList<>();
    for (int layer = stack.diffIds().size() - 1; layer >= 0; layer--) {
      Optional<Path> directory = stack.foundDirectory(layer);
      if (directory.isEmpty()) {
        return Map.of();
      }
      diffs.add(LayerDirectory.diff(directory.get()).toString());
    }
    Map<String, String> data = new LinkedHashMap<>();
    if (diffs.size() > 1) {
      data.put("LowerDir", String.join(":", diffs.subList(1, diffs.size())));
    }
    if (!diffs.isEmpty()) {
      data.put("UpperDir", diffs.get(0));
    }
    return data;
  }

  @Override
  public Map<String, String> status(Path root) {
    Map<String, String> status = new LinkedHashMap<>();
    status.put("Supports d_type", "true");
    status.put("Using metacopy", Boolean.toString(options.metacopy()));
    status.put("Native Overlay Diff", "true");
    status.put("userxattr", Boolean.toString(marks == Marks.USER));
    return status;
  }
}
