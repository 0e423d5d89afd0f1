package dev.lamina.overlay;

import dev.lamina.overlay.OverlayProbe.Feature;
import dev.lamina.overlay.OverlayProbe.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** Tries whether a file system keeps a limit of what is changed in a mount. */
record QuotaTrial(TrialDirectory trial, Mounter mounter) {
  private static final int LIMIT = 256 * 1024;

  /** Looks without changing anything. */
  static Verdict glance(Path place) {
    try {
      PosixQuota.Use unused = PosixQuota.use(place, 1);
      return Verdict.yes(Feature.QUOTA, "the file system counts projects");
    } catch (IOException e) {
      return no(place, e);
    }
  }

  Verdict verdict() {
    try {
      TrialTree tree = TrialTree.in(trial);
      ProjectQuota quota = ProjectQuota.make(tree.upper(), LIMIT);
      try {
        quota.add(tree.work());
        return written(tree);
      } finally {
        quota.limit(OptionalLong.empty());
      }
    } catch (IOException e) {
      return no(trial.path(), e);
    }
  }

  private Verdict written(TrialTree tree) throws IOException {
    mounter.mount(tree.plan(Map.of()));
    try {
      Path unused = Files.write(tree.merged().resolve("large"), new byte[2 * LIMIT]);
      return Verdict.no(
          Feature.QUOTA,
          "more could be written than the limit: quotas are counted, and not enforced; mount the"
              + " file system with -o prjquota");
    } catch (IOException e) {
      return Verdict.yes(Feature.QUOTA, "tried: " + FileTrial.reason(e));
    } finally {
      mounter.detach(tree.merged());
    }
  }

  private static Verdict no(Path place, IOException failure) {
    return Verdict.no(Feature.QUOTA, FileTrial.reason(failure) + "; " + advice(type(place)));
  }

  private static String type(Path place) {
    try {
      return Files.getFileStore(place).type();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String advice(String type) {
    return switch (type) {
      case "xfs" ->
          "as root of the whole machine, with Linux 5.14 that has CONFIG_XFS_QUOTA, mount the file"
              + " system with -o prjquota (rootflags=prjquota for the root's)";
      case "ext4" ->
          "as root of the whole machine, with Linux 5.14 that has CONFIG_QFMT_V2, give the file"
              + " system projects (tune2fs -O project,quota -Q prjquota) and mount it with -o"
              + " prjquota";
      default -> type + " has no project quotas: put the store on xfs or ext4";
    };
  }
}
