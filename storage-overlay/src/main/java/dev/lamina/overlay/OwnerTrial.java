package dev.lamina.overlay;

import dev.lamina.IdMap;
import dev.lamina.overlay.OverlayProbe.Feature;
import dev.lamina.overlay.OverlayProbe.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Tries whether owners are others in a mount than on disk, and are on disk what they should be. */
record OwnerTrial(TrialDirectory trial, Mounter mounter, IdMap map) {
  Verdict verdict() {
    try {
      TrialTree tree = TrialTree.in(trial);
      mounter.mount(
          tree.plan(Map.of()).shift(Optional.of(new OverlayPlan.Shift(map, trial.newDirectory()))));
      try {
        return made(tree);
      } finally {
        mounter.detach(tree.merged());
      }
    } catch (IOException e) {
      return Verdict.no(
          Feature.IDMAPPED,
          FileTrial.reason(e)
              + "; it needs root of the whole machine, Linux 5.19, and a file system that takes"
              + " ID-mapped mounts, such as ext4, xfs or btrfs");
    }
  }

  private Verdict made(TrialTree tree) throws IOException {
    Path made = tree.merged().resolve("made");
    long user = map.hostUser(0).orElseThrow();
    long group = map.hostGroup(0).orElseThrow();
    OtherOwner.run(
        user,
        group,
        () -> {
          Path unused = Files.createFile(made);
        });
    UpperStat seen = UpperStat.read(made);
    UpperStat kept = UpperStat.read(tree.upper().resolve("made"));
    boolean isShifted =
        seen.uid() == user && seen.gid() == group && kept.uid() == 0 && kept.gid() == 0;
    return isShifted
        ? Verdict.yes(Feature.IDMAPPED, "tried")
        : Verdict.no(
            Feature.IDMAPPED,
            "what user %d makes in a mount is %d's there and %d's in the store"
                .formatted(user, seen.uid(), kept.uid()));
  }
}
