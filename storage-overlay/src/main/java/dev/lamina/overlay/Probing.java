package dev.lamina.overlay;

import dev.lamina.overlay.OverlayProbe.Feature;
import dev.lamina.overlay.OverlayProbe.Mode;
import dev.lamina.overlay.OverlayProbe.Verdict;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at all that a mount needs, cheap things first. */
final class Probing {
  private final HostFiles host;
  private final Path root;
  private final OverlayOptions options;
  private final List<Verdict> verdicts = new ArrayList<>();

  Probing(HostFiles host, Path root, OverlayOptions options) {
    this.host = host;
    this.root = root;
    this.options = options;
  }

  OverlayProbe probe() {
    add(host.linux());
    if (has(Feature.LINUX)) {
      add(nativeCalls());
    }
    if (has(Feature.NATIVE_CALLS)) {
      lookAtPlace();
      add(host.overlayfs()); // Now: the trial may have loaded the kernel's module.
      add(host.manyLayers());
      addIfNew(host.idmapped());
      add(host.seLinux(options.seLinuxContext().isPresent()));
    }
    return conclusion();
  }

  private OverlayProbe conclusion() {
    return OverlayProbe.of(verdicts, options.mode());
  }

  private void add(Verdict verdict) {
    verdicts.add(verdict);
  }

  private void addIfNew(Verdict verdict) {
    if (verdicts.stream().noneMatch(known -> known.feature() == verdict.feature())) {
      add(verdict);
    }
  }

  private boolean has(Feature feature) {
    return conclusion().has(feature);
  }

  private static Verdict nativeCalls() {
    try {
      int user = Posix.effectiveUser();
      return Verdict.yes(Feature.NATIVE_CALLS, "made by JNA, as user " + user);
    } catch (LinkageError e) {
      return Verdict.no(
          Feature.NATIVE_CALLS,
          "JNA cannot be loaded: "
              + e.getMessage()
              + "; if the temporary directory allows no programs, set jna.tmpdir to another one");
    }
  }

  private void lookAtPlace() {
    add(host.privilege());
    Optional<Path> place = existing();
    if (place.isEmpty()) {
      add(
          Verdict.no(
              Feature.BACKING, root + " is not in the default file system: choose a directory"));
      return;
    }
    add(BackingFiles.of(place.get()));
    try (TrialDirectory trial = TrialDirectory.in(place.get())) {
      tryOut(trial);
    } catch (IOException e) {
      add(
          Verdict.no(
              Feature.KERNEL_MOUNT,
              "cannot try it in " + place.get() + ": " + e + "; choose another directory"));
    }
    addIfNew(QuotaTrial.glance(place.get()));
  }

  /** Returns the nearest directory that is there, of those that the store is or will be in. */
  private Optional<Path> existing() {
    if (!root.getFileSystem().equals(FileSystems.getDefault())) {
      return Optional.empty();
    }
    Path place = root.toAbsolutePath();
    while (place.getParent() != null && !Files.isDirectory(place)) {
      place = place.getParent();
    }
    return Optional.of(place);
  }

  private void tryOut(TrialDirectory trial) throws IOException {
    verdicts.addAll(new FileTrial(trial).verdicts());
    if (options.mode() != OverlayOptions.Mode.FUSE) {
      if (has(Feature.PRIVILEGE)) {
        boolean userXattrs = !has(Feature.TRUSTED_XATTRS);
        verdicts.addAll(new KernelTrial(trial, host, userXattrs).verdicts());
      } else {
        add(Verdict.no(Feature.KERNEL_MOUNT, "not tried, for lack of privilege"));
      }
    }
    FuseTrial fuse = new FuseTrial(trial, host);
    verdicts.addAll(conclusion().works() ? fuse.glance() : fuse.verdicts());
    conclusion().mode().ifPresent(mode -> tryChoices(trial, mode));
  }

  private void tryChoices(TrialDirectory trial, Mode mode) {
    Mounter mounter = mode == Mode.FUSE ? new FuseMounter() : new KernelMounter();
    if (!host.isInUserNamespace()) {
      options.idMap().ifPresent(map -> add(new OwnerTrial(trial, mounter, map).verdict()));
    }
    if (options.changesLimit().isPresent()) {
      add(new QuotaTrial(trial, mounter).verdict());
    }
  }
}
