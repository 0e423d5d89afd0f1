package dev.lamina.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.overlay.OverlayProbe.Feature;
import dev.lamina.overlay.OverlayProbe.Mode;
import dev.lamina.overlay.OverlayProbe.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OverlayProbeTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    // what is there, what is wanted, what mounts
    "WHITEOUTS KERNEL_MOUNT TRUSTED_XATTRS, AUTO, KERNEL",
    "WHITEOUTS KERNEL_MOUNT USER_XATTRS, AUTO, KERNEL_USER",
    "WHITEOUTS KERNEL_MOUNT TRUSTED_XATTRS FUSE_MOUNT, AUTO, KERNEL",
    "WHITEOUTS KERNEL_MOUNT TRUSTED_XATTRS FUSE_MOUNT, FUSE, FUSE",
    "WHITEOUTS USER_XATTRS FUSE_MOUNT, AUTO, FUSE",
    "WHITEOUTS USER_XATTRS FUSE_MOUNT, KERNEL, ",
    "KERNEL_MOUNT TRUSTED_XATTRS, AUTO, ",
    "WHITEOUTS KERNEL_MOUNT TRUSTED_XATTRS, FUSE, ",
    "FUSE_OVERLAYFS FUSE_DEVICE, AUTO, ",
    "KERNEL_MOUNT WHITEOUTS TRUSTED_XATTRS INDEX, KERNEL, KERNEL",
  })
  void mode_whatIsNeeded_decides(String there, OverlayOptions.Mode wanted, @Nullable Mode mode) {
    List<String> names = List.of(there.split(" "));
    List<Verdict> verdicts =
        Arrays.stream(Feature.values())
            .map(feature -> new Verdict(feature, names.contains(feature.name()), "as seen"))
            .toList();

    OverlayProbe probe = OverlayProbe.of(verdicts, wanted);

    assertThat(probe.mode().orElse(null)).isEqualTo(mode);
    assertThat(probe.works()).isEqualTo(mode != null);
  }

  @Test
  void explanation_verdictsInAnyOrder_hasALineForEachByFeature() {
    OverlayProbe probe =
        OverlayProbe.of(
            List.of(
                Verdict.no(Feature.INDEX, "the kernel does without it"),
                Verdict.yes(Feature.LINUX, "the operating system is Linux")),
            OverlayOptions.Mode.AUTO);

    assertThat(probe.explanation())
        .isEqualTo(
            """
            linux: yes (the operating system is Linux)
            index: no (the kernel does without it)""");
  }

  @Test
  void probe_otherSystem_looksNoFurther() {
    OverlayProbe probe =
        new Probing(new HostFiles(directory, "Plan 9"), directory, OverlayOptions.defaults())
            .probe();

    assertThat(probe.works()).isFalse();
    assertThat(probe.explanation()).isEqualTo("linux: no (the operating system is Plan 9)");
  }

  @Test
  void probe_otherFileSystem_saysSo() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      OverlayProbe probe = OverlayProbe.probe(memory.getPath("/store"));

      assertThat(probe.works()).isFalse();
      assertThat(probe.explanation())
          .containsPattern("backing file system: no|linux: no")
          .contains("no (");
    }
  }

  @ParameterizedTest
  @CsvSource({".", "store", "a/b/c/store", "'a,b:c\\d'"})
  void probe_here_leavesNothingBehind(String name) throws IOException {
    Path made = Files.createDirectories(directory.resolve("a,b:c\\d"));

    for (OverlayOptions.Mode mode : OverlayOptions.Mode.values()) {
      OverlayProbe probe =
          OverlayProbe.probe(directory.resolve(name), OverlayOptions.defaults().mode(mode));

      assertThat(probe.explanation().lines()).hasSameSizeAs(probe.verdicts());
      assertThat(probe.verdicts()).extracting(Verdict::feature).doesNotHaveDuplicates();
      assertThat(probe.verdicts()).allSatisfy(v -> assertThat(v.reason()).isNotEmpty());
    }

    try (Stream<Path> left = Files.walk(directory)) {
      assertThat(left).containsExactlyInAnyOrder(directory, made);
    }
  }

  @Test
  void probe_nameThatNeedsEscaping_isTheSame() throws IOException {
    Path odd = Files.createDirectories(directory.resolve("a,b:c\\d e"));

    assertThat(OverlayProbe.probe(odd).mode()).isEqualTo(OverlayProbe.probe(directory).mode());
  }

  @Test
  void probe_withPrivilege_mountsByTheKernel() {
    OverlayProbe probe = OverlayProbe.probe(directory);
    Assumptions.assumeTrue(
        probe.has(Feature.PRIVILEGE) && probe.has(Feature.BACKING), probe.explanation());

    assertThat(probe.mode()).isIn(Optional.of(Mode.KERNEL), Optional.of(Mode.KERNEL_USER));
  }

  @Test
  void probe_onAnOverlay_saysWhyNot() throws IOException {
    OverlayProbe probe = OverlayProbe.probe(directory);
    Assumptions.assumeTrue(probe.mode().equals(Optional.of(Mode.KERNEL)), probe.explanation());
    Path lower = Files.createDirectory(directory.resolve("lower"));
    Path upper = Files.createDirectory(directory.resolve("upper"));
    Path work = Files.createDirectory(directory.resolve("work"));
    Path merged = Files.createDirectory(directory.resolve("merged"));
    String options = "lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + work;
    Posix.mount(merged, "overlay", "overlay", 0, options.getBytes(StandardCharsets.UTF_8));
    try {
      OverlayProbe nested =
          OverlayProbe.probe(
              merged.resolve("store"), OverlayOptions.defaults().mode(OverlayOptions.Mode.KERNEL));

      assertThat(nested.works()).isFalse();
      assertThat(nested.explanation())
          .contains("backing file system: no (overlay; ")
          .contains("put the store on a volume")
          .contains("kernel mount: no (");
    } finally {
      Posix.unmount(merged, 0);
    }
  }
}
