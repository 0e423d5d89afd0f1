package dev.lamina.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.MountInUseException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelMounterTest {
  private static final OverlayFlags PLAIN = new OverlayFlags(Map.of(), false, false, false);

  private final Mounter mounter = new KernelMounter();
  private final Mounter thorough =
      new KernelMounter(
          KernelMounterTest::unknown, new NewMountCalls(), KernelMounterTest::unknown);
  private final Mounter old =
      new KernelMounter(
          ClassicMountCall.withPaths(),
          KernelMounterTest::unknown,
          ClassicMountCall.withDescriptors());

  @TempDir Path temporary;

  private Path directory = Path.of("");
  private Path target = Path.of("");

  @BeforeEach
  void requireMounts() throws IOException {
    OverlayProbe probe = OverlayProbe.probe(temporary);
    assumeTrue(probe.works(), probe.explanation());
    assumeTrue(Posix.effectiveUser() == 0, "only root mounts by the kernel");
    use(temporary.toRealPath());
  }

  private static void unknown(OverlayPlan plan) throws IOException {
    throw new PosixException("fsopen", plan.target(), Posix.ENOSYS);
  }

  private void use(Path root) throws IOException {
    directory = root;
    target = Files.createDirectories(root.resolve("target"));
  }

  @AfterEach
  void unmount() throws IOException {
    for (Path point : MountTable.read().in(temporary.toRealPath())) {
      mounter.detach(point);
    }
  }

  /** Makes directories that have a file of their own each, and all of them one; top first. */
  private List<Path> lowers(int count) throws IOException {
    List<Path> lowers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path lower = Files.createDirectories(directory.resolve("layers/" + i));
      Files.writeString(lower.resolve("all"), "of " + i);
      Files.writeString(lower.resolve("only" + i), "");
      lowers.add(lower);
    }
    return lowers;
  }

  private OverlayPlan readOnly(List<Path> lowers) {
    return new OverlayPlan(lowers, Optional.empty(), PLAIN, target);
  }

  private OverlayPlan writable(List<Path> lowers, OverlayFlags flags) throws IOException {
    Path upper = Files.createDirectories(directory.resolve("upper"));
    Path work = Files.createDirectories(directory.resolve("work"));
    return new OverlayPlan(lowers, Optional.of(new OverlayPlan.Upper(upper, work)), flags, target);
  }

  private MountTable.Entry mounted() throws IOException {
    return MountTable.read().at(target).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 127, 500})
  void mount_someLowers_showsTopAndBase(int count) throws IOException {
    mounter.mount(readOnly(lowers(count)));

    assertThat(target.resolve("all")).hasContent("of 0");
    assertThat(target.resolve("only0")).exists();
    assertThat(target.resolve("only" + (count - 1))).exists();
    assertThat(mounted().lowers()).isEqualTo(count);

    mounter.unmount(target);

    assertThat(target).isEmptyDirectory();
  }

  /** The table is the other way to ask, of kernels that cannot tell of one mount. */
  @ParameterizedTest
  @ValueSource(ints = {2, 127, 500})
  void entryAt_isWhatTheTableHas(int count) throws IOException {
    mounter.mount(readOnly(lowers(count)));

    Optional<MountTable.Entry> found = MountTable.Entry.at(target);

    assumeTrue(found.isPresent(), "this kernel cannot tell of one mount");
    assertThat(found.get().isReadOnly()).isEqualTo(mounted().isReadOnly());
    assertThat(found.get().type()).isEqualTo(mounted().type());
    assertThat("ro," + found.get().optionTexts()).isEqualTo(mounted().optionTexts());
    mounter.unmount(target);
    assertThat(MountTable.Entry.at(target)).isEmpty();
  }

  @Test
  void entryAt_writableOrWithOddNames_isWhatTheTableHas() throws IOException {
    use(Files.createDirectory(directory.resolve("a b,c:d\\e\nf")));
    mounter.mount(writable(lowers(2), PLAIN));

    Optional<MountTable.Entry> found = MountTable.Entry.at(target);

    assumeTrue(found.isPresent(), "this kernel cannot tell of one mount");
    assertThat(found.get().upper()).isEqualTo(mounted().upper()).isNotEmpty();
    assertThat(found.get().isReadOnly()).isFalse();
    assertThat(found.get().lowers()).isEqualTo(2);
  }

  @Test
  void mount_oneLowerAndUpper_takesChanges() throws IOException {
    mounter.mount(writable(lowers(1), PLAIN));

    Files.writeString(target.resolve("all"), "changed");
    Files.delete(target.resolve("only0"));

    assertThat(directory.resolve("upper/all")).hasContent("changed");
    assertThat(directory.resolve("layers/0/all")).hasContent("of 0");
    assertThat(Files.getAttribute(directory.resolve("upper/only0"), "unix:rdev")).isEqualTo(0L);
  }

  @Test
  void mount_copiedChangesWithIndex_saysWhatToDo() throws IOException {
    OverlayFlags indexed = new OverlayFlags(Map.of("index", "on"), false, false, false);
    List<Path> lowers = lowers(2);
    mounter.mount(writable(lowers.subList(0, 1), indexed));
    Files.writeString(target.resolve("all"), "changed");
    mounter.unmount(target);

    List<Path> others = lowers.subList(1, 2); // As if there were no others, and these a copy.

    assertThatThrownBy(() -> mounter.mount(writable(others, indexed)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("mount without the option index");
    assertThat(MountTable.read().at(target)).isEmpty();

    mounter.mount(writable(others, new OverlayFlags(Map.of("index", "off"), false, false, false)));

    assertThat(target.resolve("all")).hasContent("changed");
  }

  @Test
  void mount_withoutUpper_isReadOnly() throws IOException {
    mounter.mount(readOnly(lowers(2)));

    assertThatThrownBy(() -> Files.writeString(target.resolve("new"), ""))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only file system");
  }

  @Test
  void mount_moreLowersThanTheKernelJoins_isRefused() throws IOException {
    List<Path> lowers = lowers(501);

    assertThatThrownBy(() -> mounter.mount(readOnly(lowers)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it takes 501 directories, and the kernel joins at most 500")
        .hasMessageContaining("squash layers, or use the storage vfs");
    assertThat(MountTable.read().at(target)).isEmpty();
  }

  static Stream<String> names() {
    return Stream.of(
        "a,b",
        "a:b",
        "a\\b",
        "a\\,b\\:c\\",
        "a b",
        "a\nb\tc\rd",
        "a,upperdir=b",
        "a%C3%A9%F0%9F%98%80",
        "a%FF%FE",
        "\"'$`#",
        "x".repeat(200) + "/" + "y".repeat(200));
  }

  /** Returns a directory whose name may have bytes that are no text. */
  private static Path named(Path parent, String name) {
    return name.contains("%")
        ? Path.of(URI.create(parent.toUri() + "/" + name))
        : parent.resolve(name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void mount_anyName_works(String name) throws IOException {
    use(named(directory, name));

    for (Mounter each : List.of(thorough, old)) {
      each.mount(writable(lowers(3), PLAIN));

      assertThat(target.resolve("all")).hasContent("of 0");
      assertThat(target.resolve("only2")).exists();
      Files.writeString(target.resolve("new"), "");
      assertThat(directory.resolve("upper/new")).exists();
      assertThat(MountTable.read().in(directory)).containsExactly(target);
      each.unmount(target);
      assertThat(MountTable.read().in(directory)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 40, 127, 300})
  void mount_oldKernel_showsAll(int count) throws IOException {
    use(directory.resolve("x".repeat(50)));

    old.mount(writable(lowers(count), PLAIN));

    assertThat(mounted().lowers()).isEqualTo(count);
    assertThat(target.resolve("all")).hasContent("of 0");
    assertThat(target.resolve("only" + (count - 1))).exists();
  }

  @Test
  void mount_tooLongForOldKernel_isRefusedNotCut() throws IOException {
    List<Path> lowers = lowers(500);

    assertThatThrownBy(() -> old.mount(readOnly(lowers)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the names of 500 directories take ")
        .hasMessageContaining("and this kernel reads 4095; squash layers, or use the storage vfs");
    assertThat(MountTable.read().at(target)).isEmpty();
  }

  @Test
  void mount_flags_arePassed() throws IOException {
    OverlayFlags flags =
        new OverlayFlags(
            Map.of("index", "on", "metacopy", "on", "redirect_dir", "on", "volatile", ""),
            true,
            true,
            true);

    for (Mounter each : List.of(thorough, old)) {
      mounter.unmount(target);
      deleteAll(directory.resolve("work"));
      each.mount(writable(lowers(2), flags));

      assertThat(mounted().options())
          .contains("index=on", "metacopy=on", "redirect_dir=on")
          .containsAnyOf("volatile", "fsync=volatile");
      assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
          .contains(target + " rw,nosuid,nodev,noexec,");
    }
  }

  private static void deleteAll(Path work) throws IOException {
    if (Files.exists(work)) {
      try (Stream<Path> all = Files.walk(work)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Test
  void mount_missingLower_saysWhatTheKernelSays() throws IOException {
    List<Path> lowers = new ArrayList<>(lowers(2));
    lowers.add(directory.resolve("none"));

    assertThatThrownBy(() -> mounter.mount(readOnly(lowers)))
        .isInstanceOf(PosixException.class)
        .hasMessageContaining(target.toString())
        .hasMessageContaining("lowerdir+")
        .hasMessageContaining("No such file or directory");
    assertThat(MountTable.read().at(target)).isEmpty();
  }

  @Test
  void mount_unknownOption_saysWhatTheKernelSays() throws IOException {
    OverlayPlan plan =
        writable(lowers(2), new OverlayFlags(Map.of("bogus", ""), false, false, false));

    assertThatThrownBy(() -> mounter.mount(plan))
        .isInstanceOf(PosixException.class)
        .hasMessageContaining("Unknown parameter 'bogus'");
  }

  @Test
  void unmount_workingDirectoryOfAProcess_saysWhoseAndDetachWorks() throws Exception {
    mounter.mount(readOnly(lowers(2)));
    Process process = new ProcessBuilder("cat").directory(target.toFile()).start();
    try {
      assertThatThrownBy(() -> mounter.unmount(target))
          .isInstanceOf(MountInUseException.class)
          .hasMessageContaining(
              "cannot unmount %s: in use by process %d (cat): working directory"
                  .formatted(target, process.pid()));
      assertThat(target.resolve("all")).exists();

      mounter.detach(target);

      assertThat(target).isEmptyDirectory();
    } finally {
      process.getOutputStream().close();
      assertThat(process.waitFor()).isZero();
    }
  }

  @Test
  void unmount_openFile_saysWhose() throws Exception {
    mounter.mount(readOnly(lowers(2)));

    try (var file = Files.newInputStream(target.resolve("all"))) {
      assertThatThrownBy(() -> mounter.unmount(target))
          .isInstanceOfSatisfying(
              MountInUseException.class,
              e ->
                  assertThat(e.holders())
                      .containsExactly(
                          "process %d (java): open file %s"
                              .formatted(ProcessHandle.current().pid(), target.resolve("all"))));
      assertThat(file.read()).isEqualTo('o');
    }

    mounter.unmount(target);
  }

  @Test
  void unmount_mountInside_saysWhere() throws IOException {
    mounter.mount(readOnly(lowers(2)));
    Path inner = Files.createDirectory(directory.resolve("layers/0/inner"));
    Posix.mount(target.resolve("inner"), "tmpfs", "tmpfs", 0, new byte[0]);

    assertThatThrownBy(() -> mounter.unmount(target))
        .isInstanceOf(MountInUseException.class)
        .hasMessageContaining("in use by something mounted at " + target.resolve("inner"));
    assertThat(inner).isEmptyDirectory();
  }

  @Test
  void unmount_nothingThere_doesNothing() throws IOException {
    mounter.unmount(target);
    mounter.detach(directory.resolve("none"));

    assertThat(target).isEmptyDirectory();
  }

  @Test
  void mount_otherThanPlanned_isTakenAway() throws IOException {
    List<Path> lowers = lowers(4);
    Mounter cutting =
        new KernelMounter(
            plan ->
                new NewMountCalls()
                    .mount(
                        new OverlayPlan(
                            plan.lowers().subList(0, 3), plan.upper(), PLAIN, plan.target())),
            KernelMounterTest::unknown,
            KernelMounterTest::unknown);

    assertThatThrownBy(() -> cutting.mount(readOnly(lowers)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the kernel has joined 3 directories of 4");
    assertThat(MountTable.read().at(target)).isEmpty();
  }

  @Test
  void mount_nothingMounted_isNoticed() throws IOException {
    List<Path> lowers = lowers(2);
    Mounter idle = new KernelMounter(plan -> {}, plan -> {}, plan -> {});

    assertThatThrownBy(() -> idle.mount(readOnly(lowers))).hasMessageContaining("nothing is there");
  }

  @Test
  void difference_ofEachKind_isSaid() throws IOException {
    KernelMounter kernel = new KernelMounter();
    OverlayPlan two = readOnly(lowers(2));
    OverlayPlan changed = writable(lowers(2), PLAIN);

    assertThat(kernel.difference(two, entry(true, "overlay", "lowerdir=/a:/b"))).isEmpty();
    assertThat(kernel.difference(two, entry(false, "overlay", "lowerdir=/a:/b")))
        .isEqualTo("it is not read-only");
    assertThat(kernel.difference(two, entry(true, "tmpfs", "size=1")))
        .isEqualTo("a file system of type tmpfs is mounted");
    assertThat(kernel.difference(two, entry(true, "overlay", "lowerdir=/a")))
        .isEqualTo("the kernel has joined 1 directories of 2");
    assertThat(kernel.difference(two, entry(true, "overlay", "lowerdir=/a:/b", "upperdir=/u")))
        .isEqualTo("it can be changed");
    assertThat(kernel.difference(changed, entry(false, "overlay", "lowerdir=/a:/b")))
        .isEqualTo("it cannot be changed");
    assertThat(
            kernel.difference(
                changed,
                entry(true, "overlay", "lowerdir=/a:/b", "upperdir=" + directory + "/upper")))
        .isEqualTo("it is read-only");
    assertThat(kernel.difference(changed, entry(false, "overlay", "lowerdir=/a:/b", "upperdir=/x")))
        .isEqualTo("changes go to /x");
  }

  private static MountTable.Entry entry(boolean readOnly, String type, String... options) {
    return new MountTable.Entry("/m", readOnly, type, "overlay", String.join(",", options));
  }
}
