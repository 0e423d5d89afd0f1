package dev.lamina.overlay;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether and how overlay file systems can be mounted here, feature by feature. Immutable.
 *
 * @param verdicts one for each feature that was looked at
 * @param mode what mounts; empty if nothing can
 */
public record OverlayProbe(List<Verdict> verdicts, Optional<Mode> mode) {
  /** What mounts. */
  public enum Mode {
    /** The kernel, for a process with privilege on the whole machine. */
    KERNEL,
    /** The kernel, for a process with privilege in a user namespace. */
    KERNEL_USER,
    /** The program {@code fuse-overlayfs}. */
    FUSE
  }

  /** What a mount needs, or can make use of. */
  public enum Feature {
    /** The operating system; needed. */
    LINUX("linux"),
    /** Calls of the operating system; needed. */
    NATIVE_CALLS("native calls"),
    /** The kernel's own overlay file system. */
    OVERLAYFS("overlayfs"),
    /** {@code CAP_SYS_ADMIN}; needed for mounts of the kernel. */
    PRIVILEGE("privilege"),
    /** The file system that the store is in, which the kernel must take changed files on. */
    BACKING("backing file system"),
    /** Extended attributes that only processes with privilege on the whole machine see. */
    TRUSTED_XATTRS("trusted xattrs"),
    /** Extended attributes of all; needed for mounts of the kernel if there are no others. */
    USER_XATTRS("user xattrs"),
    /** The device files that stand for what was taken away; needed for mounts of the kernel. */
    WHITEOUTS("whiteouts"),
    /** Device files of images. */
    DEVICES("device files"),
    /** A mount that is tried; needed for mounts of the kernel. */
    KERNEL_MOUNT("kernel mount"),
    /** Mounts of more layers than a page of text can name. */
    MANY_LAYERS("many layers"),
    /** Hard links that stay one file when it is changed. */
    INDEX("index"),
    /** Changes of a file's attributes that do not copy its content. */
    METACOPY("metacopy"),
    /** Renaming of an image's directories. */
    REDIRECT_DIR("redirect_dir"),
    /** Mounts that spare themselves all forcing. */
    VOLATILE("volatile"),
    /** Layers whose owners are shifted where they are mounted. */
    IDMAPPED("idmapped layers"),
    /** Limits of what is changed: project quotas of the file system that the store is in. */
    QUOTA("quota"),
    /** SELinux: nothing that is in the way. */
    SELINUX("selinux"),
    /** The program {@code fuse-overlayfs}; needed for mounts by FUSE. */
    FUSE_OVERLAYFS("fuse-overlayfs"),
    /** The device {@code /dev/fuse}; needed for mounts by FUSE. */
    FUSE_DEVICE("fuse device"),
    /** A mount by FUSE that is tried; needed for mounts by FUSE. */
    FUSE_MOUNT("fuse mount");

    private final String text;

    Feature(String text) {
      this.text = text;
    }

    /** Returns the name for messages. */
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * What was found of a feature.
   *
   * @param feature what it is about
   * @param works whether it is there
   * @param reason what was seen; if it is not there, also what to do
   */
  public record Verdict(Feature feature, boolean works, String reason) {
    static Verdict yes(Feature feature, String reason) {
      return new Verdict(feature, true, reason);
    }

    static Verdict no(Feature feature, String reason) {
      return new Verdict(feature, false, reason);
    }
  }

  /** Sorts the list by feature. */
  public OverlayProbe {
    verdicts = verdicts.stream().sorted(Comparator.comparing(Verdict::feature)).toList();
  }

  /** Looks at what the default options need; see {@link #probe(Path, OverlayOptions)}. */
  public static OverlayProbe probe(Path root) {
    return probe(root, OverlayOptions.defaults());
  }

  /**
   * Looks at this machine, this process, and a store's directory, or the one that it would be made
   * in: there it mounts for a trial. Takes some milliseconds, and leaves nothing behind.
   *
   * @param root the store's directory, which may be missing
   * @param options whose mode says what is tried: FUSE is not if the kernel will do; an ID map and
   *     a limit are tried if there are some
   */
  public static OverlayProbe probe(Path root, OverlayOptions options) {
    HostFiles host = new HostFiles(Path.of("/"), System.getProperty("os.name", ""));
    return new Probing(host, root, options).probe();
  }

  /** Draws the conclusion from verdicts. */
  static OverlayProbe of(List<Verdict> verdicts, OverlayOptions.Mode wanted) {
    OverlayProbe seen = new OverlayProbe(verdicts, Optional.empty());
    return new OverlayProbe(verdicts, seen.kernelMode(wanted).or(() -> seen.fuseMode(wanted)));
  }

  private Optional<Mode> kernelMode(OverlayOptions.Mode wanted) {
    boolean works =
        wanted != OverlayOptions.Mode.FUSE && has(Feature.WHITEOUTS) && has(Feature.KERNEL_MOUNT);
    Mode mode = has(Feature.TRUSTED_XATTRS) ? Mode.KERNEL : Mode.KERNEL_USER;
    return works ? Optional.of(mode) : Optional.empty();
  }

  private Optional<Mode> fuseMode(OverlayOptions.Mode wanted) {
    boolean works = wanted != OverlayOptions.Mode.KERNEL && has(Feature.FUSE_MOUNT);
    return works ? Optional.of(Mode.FUSE) : Optional.empty();
  }

  /** Returns whether something here can mount. */
  public boolean works() {
    return mode.isPresent();
  }

  /** Returns whether something here can mount, with all that the options must have. */
  boolean satisfies(OverlayOptions options) {
    return works()
        && (options.idMap().isEmpty() || has(Feature.IDMAPPED))
        && (options.changesLimit().isEmpty() || has(Feature.QUOTA));
  }

  /** Returns whether a feature is there; false if it was not looked at. */
  public boolean has(Feature feature) {
    return verdicts.stream().anyMatch(verdict -> verdict.feature() == feature && verdict.works());
  }

  /** Returns a line for each verdict. */
  public String explanation() {
    return verdicts.stream()
        .map(
            verdict ->
                "%s: %s (%s)"
                    .formatted(verdict.feature(), verdict.works() ? "yes" : "no", verdict.reason()))
        .collect(Collectors.joining("\n"));
  }
}
