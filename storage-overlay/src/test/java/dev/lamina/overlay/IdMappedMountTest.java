package dev.lamina.overlay;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.FileChange;
import dev.lamina.IdMap;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Layer;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.WritableMount;
import dev.lamina.contract.HostShell;
import dev.lamina.contract.TestImage;
import dev.lamina.internal.io.FileTreeDeleter;
import dev.lamina.overlay.OverlayProbe.Feature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mounts in which owners are others than in the layers. */
final class IdMappedMountTest {
  private static final long ROOT = 100_000;
  private static final long GROUP = 200_000;
  private static final IdMap MAP =
      new IdMap(
          List.of(new IdMap.Range(0, ROOT, 1001)), List.of(new IdMap.Range(0, GROUP, 65_536)));
  private static final Instant THEN = Instant.parse("2024-05-06T07:08:09.123456789Z");

  private static final TestImage IMAGE =
      TestImage.of(
              tar()
                  .file("a", "1")
                  .file("b", "2")
                  .owner(1000, 100)
                  .mode(04755)
                  .file("c", "3")
                  .owner(1001, 65_536)
                  .directory("d")
                  .owner(1000, 0)
                  .file("d/e", "4")
                  .file("d/f", "5")
                  .symlink("s", "a")
                  .owner(7, 8),
              tar().file("g", "6").directory("h").file("h/i", "7").hardLink("j", "g"))
          .tagged("image:1");

  @TempDir private Path directory;

  private Path root = Path.of("");

  @BeforeEach
  void requireMounts() throws IOException {
    root = directory.toRealPath().resolve("store");
    TestedOverlay.requireOfRoot(directory);
  }

  @AfterEach
  void unmount() throws IOException {
    for (Path point : MountTable.read().in(directory.toRealPath())) {
      Posix.unmount(point, Posix.MNT_DETACH);
    }
  }

  private static OverlayOptions options(OverlayOptions.Mode mode) {
    return OverlayOptions.defaults().mode(mode);
  }

  private ImageStore open(OverlayOptions.Mode mode) {
    return open(root, options(mode).idMap(MAP));
  }

  private static ImageStore open(Path root, OverlayOptions options) {
    OverlayProbe probe = OverlayProbe.probe(root, options);
    assumeTrue(probe.satisfies(options), probe.explanation());
    return OverlayImageStore.open(
        root, StoreOptions.defaults().clock(Clock.fixed(THEN, ZoneOffset.UTC)), options);
  }

  private static String owner(Path file) throws IOException {
    UpperStat stat = UpperStat.read(file, LinkOption.NOFOLLOW_LINKS);
    return stat.uid() + ":" + stat.gid();
  }

  private OverlayProbe probe() {
    return OverlayProbe.probe(directory, options(OverlayOptions.Mode.KERNEL).idMap(MAP));
  }

  private void requireShifts() {
    OverlayProbe probe = probe();
    assumeTrue(probe.has(Feature.IDMAPPED), probe.explanation());
  }

  @Test
  void probe_kernelAndFileSystemHaveIt_works() throws IOException {
    OverlayProbe glance = OverlayProbe.probe(directory);
    assumeTrue(glance.has(Feature.IDMAPPED), glance.explanation());
    assumeTrue(List.of("ext4", "xfs", "btrfs").contains(Files.getFileStore(directory).type()));

    assertThat(probe().explanation()).contains("idmapped layers: yes (tried)");
  }

  @ParameterizedTest
  @EnumSource(value = OverlayOptions.Mode.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void readOnly_ownersAreTheMaps(OverlayOptions.Mode mode) throws IOException {
    try (ImageStore store = open(mode)) {
      load(store, IMAGE);
      try (Mount mount = store.mount("image:1").readOnly()) {
        assertThat(owner(mount.root())).isEqualTo("100000:200000");
        assertThat(owner(mount.root().resolve("a"))).isEqualTo("100000:200000");
        assertThat(owner(mount.root().resolve("b"))).isEqualTo("101000:200100");
        assertThat(owner(mount.root().resolve("c"))).isEqualTo("65534:65534"); // Nobody's.
        assertThat(owner(mount.root().resolve("d"))).isEqualTo("101000:200000");
        assertThat(owner(mount.root().resolve("s"))).isEqualTo("100007:200008");
        assertThat(owner(mount.root().resolve("j"))).isEqualTo("100000:200000");
        assertThat(Files.getAttribute(mount.root().resolve("b"), "unix:mode")).isEqualTo(0104755);
        assertThat(mount.root().resolve("h/i")).hasContent("7");
      }
      assertThat(MountTable.read().in(root)).isEmpty();
    }
  }

  /** What a container's root does, who is another one outside. */
  private static void change(Path tree, long user, long group) throws IOException {
    OtherOwner.run(
        user,
        group,
        () -> {
          write(tree.resolve("new"), "new");
          write(tree.resolve("a"), "changed");
          Path made = Files.createDirectory(tree.resolve("made"));
          write(made.resolve("deep"), "deep");
          Posix.lchown(made.resolve("deep"), user + 33, group + 44);
          Files.delete(tree.resolve("g"));
          Posix.chmod(tree.resolve("b"), 0600);
          Files.move(tree.resolve("h/i"), tree.resolve("renamed"));
          Files.createSymbolicLink(tree.resolve("link"), Path.of("a"));
          Posix.setXattr(tree.resolve("d/e"), "user.note", "x".getBytes(UTF_8));
          Files.delete(tree.resolve("d/f"));
          for (String name : List.of("link", "made", "d", "h", "")) {
            Posix.setModified(tree.resolve(name), THEN.getEpochSecond() * 1_000_000_000L + 5);
          }
        });
  }

  private static void write(Path file, String text) throws IOException {
    Path written = Files.writeString(file, text);
    Path unused = Files.setLastModifiedTime(written, FileTime.from(THEN));
  }

  /** What was changed, and what is committed of it. */
  private record Outcome(List<String> changes, List<Layer> layers) {}

  private static Outcome changed(ImageStore store, long user, long group) throws IOException {
    load(store, IMAGE);
    try (WritableMount mount = store.mount("image:1").readWrite()) {
      change(mount.root(), user, group);
      Image image = mount.commit().named("changed:1");
      try (Stream<FileChange> changes = mount.changes()) {
        return new Outcome(changes.map(FileChange::toString).toList(), image.layers());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = OverlayOptions.Mode.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void commit_ofWhatOthersHaveWritten_isTheSameAsOfRoot(OverlayOptions.Mode mode)
      throws IOException {
    try (ImageStore mapped = open(mode);
        ImageStore plain = open(root.resolveSibling("plain"), options(mode))) {
      Outcome outcome = changed(mapped, ROOT, GROUP);

      assertThat(outcome).isEqualTo(changed(plain, 0, 0));
      assertThat(outcome.changes()).contains("A /made/deep", "C /a", "D /g", "A /renamed");
      assertThat(MountTable.read().in(directory.toRealPath())).isEmpty();
    }
  }

  @Test
  void write_byWhoIsNoneOfTheMaps_isRefused() throws IOException {
    try (ImageStore store = open(OverlayOptions.Mode.KERNEL)) {
      load(store, IMAGE);
      try (WritableMount mount = store.mount("image:1").readWrite()) {
        assertThatThrownBy(() -> Files.writeString(mount.root().resolve("new"), ""))
            .isInstanceOf(FileSystemException.class)
            .hasMessageContaining("Value too large for defined data type");
        Files.writeString(mount.root().resolve("a"), "changed");

        assertThat(owner(mount.root().resolve("a"))).isEqualTo("100000:200000");
      }
    }
  }

  @Test
  void container_mountedWithAndWithoutMap_keepsItsChanges() throws IOException {
    try (ImageStore store = open(OverlayOptions.Mode.KERNEL)) {
      load(store, IMAGE);
      store.create("image:1").command("x").named("c1");
      try (WritableMount mount = store.mountContainer("c1")) {
        change(mount.root(), ROOT, GROUP);
      }
    }
    try (ImageStore store = open(root, options(OverlayOptions.Mode.KERNEL));
        WritableMount mount = store.mountContainer("c1")) {
      assertThat(owner(mount.root().resolve("new"))).isEqualTo("0:0");
      assertThat(owner(mount.root().resolve("made/deep"))).isEqualTo("33:44");
    }
    try (ImageStore store = open(OverlayOptions.Mode.KERNEL);
        WritableMount mount = store.mountContainer("c1")) {
      assertThat(owner(mount.root().resolve("made/deep"))).isEqualTo("100033:200044");
    }
  }

  private OverlayPlan plan() throws IOException {
    requireShifts();
    OverlayPlan.Upper upper =
        new OverlayPlan.Upper(made("own/a,b:c/upper"), made("own/a,b:c/work"));
    return new OverlayPlan(
            List.of(made("layers/é"), made("layers/2")),
            Optional.of(upper),
            new OverlayFlags(Map.of(), false, false, false),
            made("target"))
        .shift(Optional.of(new OverlayPlan.Shift(MAP, made("own"))));
  }

  private Path made(String name) throws IOException {
    return Files.createDirectories(directory.toRealPath().resolve(name));
  }

  private static void joinPlaced(OverlayPlan plan) throws IOException {
    Path own = plan.target().resolveSibling("own");
    if (MountTable.read().in(own).isEmpty()) {
      throw new PosixException("mount", plan.target(), Posix.EINVAL);
    }
    assertThat(MountTable.read().in(own))
        .containsExactly(own.resolve("shifted/copy"), own.resolve("shifted"));
    assertThatThrownBy(() -> FileTreeDeleter.delete(own.resolve("shifted")))
        .hasMessageContaining("something is mounted there");
    ClassicMountCall.withPaths().mount(plan);
  }

  @Test
  void mount_kernelJoinsOnlyWhatHasAPlace_givesItOneMeanwhile() throws IOException {
    OverlayPlan plan = plan();
    Mounter mounter =
        new KernelMounter(
            IdMappedMountTest::joinPlaced,
            IdMappedMountTest::joinPlaced,
            IdMappedMountTest::joinPlaced);

    mounter.mount(plan);

    assertThat(owner(plan.target())).isEqualTo("100000:200000");
    assertThat(MountTable.read().in(directory.toRealPath())).containsExactly(plan.target());
    assertThat(directory.resolve("own/shifted")).doesNotExist();
    assertThat(plan.lowers()).allSatisfy(lower -> assertThat(lower).exists());
  }

  @Test
  void open_processWasKilledMeanwhile_takesItAway() throws IOException {
    requireShifts();
    try (ImageStore store = open(OverlayOptions.Mode.KERNEL)) {
      load(store, IMAGE);
      store.create("image:1").command("x").named("c1");
      store.mountContainer("c1").close();
    }
    Path own;
    try (Stream<Path> paths = Files.walk(root)) {
      own = paths.filter(path -> path.endsWith("changes")).findFirst().orElseThrow();
    }
    Path around = Files.createDirectory(own.resolve("shifted"));
    Posix.mount(around, "lamina", "tmpfs", 0, new byte[0]);
    try (Posix.Handle copy = PosixOwners.copyOfMount(root)) {
      Posix.place(copy, Files.createDirectory(around.resolve("copy")));
    }

    try (ImageStore store = open(OverlayOptions.Mode.KERNEL)) {
      assertThat(MountTable.read().in(root)).isEmpty();
      try (WritableMount mount = store.mountContainer("c1")) {
        assertThat(mount.root().resolve("h/i")).hasContent("7");
      }
      store.removeContainer("c1");
    }
    assertThat(own).doesNotExist();
  }

  @Test
  void mount_withoutTheMap_isTakenAway() throws IOException {
    OverlayPlan plan = plan();
    MountCalls unmapped =
        shifted -> ClassicMountCall.withDescriptors().mount(plan.shift(Optional.empty()));
    Mounter mounter = new KernelMounter(unmapped, unmapped, unmapped);

    assertThatThrownBy(() -> mounter.mount(plan))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot mount %s: it belongs to 0:0, and is 0:0 in the layers, which should be another one's",
            plan.target());
    assertThat(MountTable.read().in(directory.toRealPath())).isEmpty();
  }

  @Test
  void mount_whatIsChangedIsElsewhere_isRefused() throws IOException {
    OverlayPlan plan = plan();
    Posix.mount(made("own"), "none", "tmpfs", 0, new byte[0]);
    OverlayPlan far = plan();

    assertThatThrownBy(() -> new KernelMounter().mount(far))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(
            "%s: cannot have other owners: it is on another file system than %s; keep a store on one",
            far.root(), directory.toRealPath());
    assertThat(plan.target()).isEmptyDirectory();
  }

  @Test
  void probe_processStaysAsItWas() throws IOException {
    int before = PosixOwners.dumpable();

    requireShifts();

    assertThat(PosixOwners.dumpable()).isEqualTo(before);
    assertThat(owner(Files.createFile(directory.resolve("mine")))).isEqualTo("0:0");
  }

  @ParameterizedTest
  @EnumSource(value = OverlayOptions.Mode.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void asOciBundle_isStartedInTheUserNamespace(OverlayOptions.Mode mode) throws Exception {
    String runtime = HostShell.runtime();
    Path bundle = directory.resolve("new/bundle");
    Posix.chmod(directory, 0711);
    try (ImageStore store = open(mode)) {
      load(store, HostShell.image().tagged("shell:1"));
      String script =
          "while read a b; do case $a in Uid:) echo $a $b;; esac; done < /proc/self/status;"
              + " while read a; do echo map $a; done < /proc/self/uid_map;"
              + " echo made > /made; exit 7";
      Image unused = store.from("shell:1").cmd("/bin/sh", "-c", script).named("shell:2");
      try (WritableMount mount = store.mount("shell:2").asOciBundle(bundle)) {
        Process process =
            HostShell.start(
                List.of(runtime, "run", "--bundle", bundle.toString(), "lamina-" + mark()));
        String printed;
        try (InputStream out = process.getInputStream()) {
          printed = new String(out.readAllBytes(), UTF_8);
        }

        assertThat(printed).contains("Uid: 0", "map 0 100000 1001");
        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(owner(mount.root().resolve("made"))).isEqualTo("100000:200000");
        try (Stream<FileChange> changes = mount.changes()) {
          assertThat(changes).extracting(FileChange::toString).contains("A /made");
        }
      }
    }
  }

  private static String mark() {
    return Long.toHexString(System.nanoTime());
  }
}
