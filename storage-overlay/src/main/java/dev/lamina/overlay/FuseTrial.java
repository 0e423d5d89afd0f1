package dev.lamina.overlay;

import dev.lamina.overlay.OverlayProbe.Feature;
import dev.lamina.overlay.OverlayProbe.Verdict;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks for what {@code fuse-overlayfs} needs, and tries it. */
final class FuseTrial {
  private static final String PROGRAM = "fuse-overlayfs";
  private static final long PATIENCE_SECONDS = 10;

  private final TrialDirectory trial;
  private final HostFiles host;

  FuseTrial(TrialDirectory trial, HostFiles host) {
    this.trial = trial;
    this.host = host;
  }

  /** Looks without running anything. */
  List<Verdict> glance() {
    Optional<Path> program = host.program(PROGRAM);
    return List.of(
        program
            .map(path -> Verdict.yes(Feature.FUSE_OVERLAYFS, path.toString()))
            .orElse(notFound()),
        device());
  }

  private static Verdict notFound() {
    return Verdict.no(Feature.FUSE_OVERLAYFS, "not found on the PATH; install " + PROGRAM);
  }

  /** Looks, and tries if all seems to be there. */
  List<Verdict> verdicts() {
    List<Verdict> verdicts = new ArrayList<>();
    Optional<Path> program = host.program(PROGRAM);
    verdicts.add(program.map(this::version).orElse(notFound()));
    verdicts.add(device());
    boolean isTried = verdicts.stream().allMatch(Verdict::works);
    verdicts.add(
        isTried ? mount() : Verdict.no(Feature.FUSE_MOUNT, "not tried, for lack of what it needs"));
    return verdicts;
  }

  private Verdict version(Path program) {
    try {
      String version =
          run(program.toString(), "--version")
              .lines()
              .filter(line -> line.startsWith(PROGRAM + ": "))
              .map(line -> line.substring(PROGRAM.length() + 2))
              .findFirst()
              .orElse("unknown version");
      return Verdict.yes(Feature.FUSE_OVERLAYFS, program + ", " + version);
    } catch (IOException e) {
      return Verdict.no(Feature.FUSE_OVERLAYFS, FileTrial.reason(e));
    }
  }

  private Verdict device() {
    Path device = host.fuseDevice();
    try {
      FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
      return Verdict.yes(Feature.FUSE_DEVICE, "/dev/fuse can be opened");
    } catch (IOException e) {
      return Verdict.no(
          Feature.FUSE_DEVICE,
          "/dev/fuse cannot be opened: "
              + e.getClass().getSimpleName()
              + "; try modprobe fuse, or give this user or container access to the device");
    }
  }

  private Verdict mount() {
    try {
      TrialTree tree = TrialTree.in(trial);
      Mounter mounter = new FuseMounter();
      mounter.mount(tree.plan(Map.of()));
      try {
        return tree.deletion(Feature.FUSE_MOUNT);
      } finally {
        mounter.detach(tree.merged());
      }
    } catch (IOException e) {
      return Verdict.no(Feature.FUSE_MOUNT, FileTrial.reason(e));
    }
  }

  /** Runs a program to its end, and returns what it says. */
  private String run(String... command) throws IOException {
    Path output = trial.newPath();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    try {
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String said = Files.readString(output, StandardCharsets.ISO_8859_1).strip();
      if (!ended || process.exitValue() != 0) {
        String outcome = ended ? "exit code " + process.exitValue() : "no answer";
        throw new IOException(
            command[0] + ": " + outcome + ": " + said.replaceAll("\\s*\n\\s*", "; "));
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      process.destroy();
    }
  }
}
