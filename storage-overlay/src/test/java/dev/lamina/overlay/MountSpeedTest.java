package dev.lamina.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a mount takes, compared with a C program that calls mount(2); {@code compare-mounts.sh}
 * of the benchmarks makes the program and runs this.
 */
final class MountSpeedTest {
  private static final int LAYERS = 20;
  private static final int ROUNDS = 101;
  private static final int TIMES = 40;
  private static final int WARM_UP = 8_000;
  private static final double BAR = 1.5;

  /**
   * Before each turn, of both. The kernel waits for all processors in each unmount, and takes up to
   * twice as long for it while it still clears away what was unmounted in the turn before.
   */
  private static final long REST_MILLIS = 50;

  private final Mounter mounter = new KernelMounter();

  @TempDir Path directory;

  @Test
  void mount_twentyLayers_isNotMuchSlowerThanTheSystemCall() throws Exception {
    String baseline = System.getProperty("lamina.mounts.baseline");
    assumeTrue(baseline != null, "not told where the program to compare with is");
    OverlayPlan plan = plan();
    long unused = nanos(plan, WARM_UP);

    List<Long> ours = new ArrayList<>();
    List<Long> theirs = new ArrayList<>();
    Process process = new ProcessBuilder(baseline, plan.target().toString(), options(plan)).start();
    try (Writer in = process.outputWriter();
        BufferedReader out = process.inputReader()) {
      for (int i = 0; i < ROUNDS; i++) {
        Thread.sleep(REST_MILLIS);
        ours.add(nanos(plan, TIMES));
        Thread.sleep(REST_MILLIS);
        in.write(TIMES + "\n");
        in.flush();
        theirs.add(Long.parseLong(out.readLine()));
      }
    }
    assertThat(process.waitFor()).isZero();

    double median = ratio(ours, theirs, ROUNDS / 2);
    double quiet = ratio(ours, theirs, ROUNDS / 10); // Other work on the machine only adds.
    System.out.printf("mount and unmount of %d layers, median: %.2f times C%n", LAYERS, median);
    System.out.printf(
        "mount and unmount of %d layers, quiet: %.2f times C, %d us%n",
        LAYERS, quiet, ranked(ours, ROUNDS / 10) / 1000);
    assertThat(Math.min(quiet, median)).isLessThanOrEqualTo(BAR);
  }

  private static double ratio(List<Long> ours, List<Long> theirs, int rank) {
    return (double) ranked(ours, rank) / ranked(theirs, rank);
  }

  private static long ranked(List<Long> values, int rank) {
    return values.stream().sorted().skip(rank).findFirst().orElseThrow();
  }

  private OverlayPlan plan() throws IOException {
    Path root = directory.toRealPath();
    List<Path> lowers = new ArrayList<>();
    for (int i = 0; i < LAYERS; i++) {
      lowers.add(Files.createDirectories(root.resolve("unpacked/" + i + "/diff")));
    }
    Path target = Files.createDirectory(root.resolve("target"));
    OverlayFlags flags = new OverlayFlags(Map.of(), false, false, false);
    return new OverlayPlan(lowers, Optional.empty(), flags, target);
  }

  private static String options(OverlayPlan plan) {
    return plan.lowers().stream()
        .map(Path::toString)
        .collect(Collectors.joining(":", "lowerdir=", ""));
  }

  private long nanos(OverlayPlan plan, int times) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      mounter.mount(plan);
      mounter.unmount(plan.target());
    }
    return (System.nanoTime() - start) / times;
  }
}
