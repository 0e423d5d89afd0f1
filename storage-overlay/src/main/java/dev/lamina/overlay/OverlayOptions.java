package dev.lamina.overlay;

import java.util.Optional;

/**
 * How images are unpacked and mounted. Immutable. What a kernel or file system does not have is not
 * used, whatever is said here: {@link OverlayProbe} tells what it has.
 *
 * @param unpacking when layers are unpacked
 * @param mode what mounts
 * @param volatileMounts whether the kernel spares itself all forcing of what is changed in a mount:
 *     quicker, but after a power failure the changes of a container that was mounted may be
 *     damaged, and are refused. What is committed or exported is as durable as ever
 * @param metacopy whether a change of a file's owner or mode copies its attributes only, not its
 *     content
 * @param redirectDir whether a directory of the image can be renamed as it is; otherwise the kernel
 *     answers {@code EXDEV}, and programs copy it
 * @param index whether the names of one file stay names of one file when it is changed; the kernel
 *     refuses changes that are mounted a second time then
 * @param nodev whether device files of the image are no devices
 * @param nosuid whether set-user-ID, set-group-ID and capabilities of the image's files give
 *     nothing
 * @param noexec whether programs of the image cannot be run
 * @param seLinuxContext the SELinux context of all files of a mount, such as {@code
 *     system_u:object_r:container_file_t:s0}; empty for none
 */
public record OverlayOptions(
    Unpacking unpacking,
    Mode mode,
    boolean volatileMounts,
    boolean metacopy,
    boolean redirectDir,
    boolean index,
    boolean nodev,
    boolean nosuid,
    boolean noexec,
    Optional<String> seLinuxContext) {
  /** When layers are unpacked. */
  public enum Unpacking {
    /**
     * When they are loaded: mounting is quick from the first time on. Of a layer that is a plain
     * tar only that is kept besides which its files do not have: together they give the same bytes
     * again. What is damaged of its unpacked files cannot be made again from the store.
     */
    WHEN_LOADED,
    /**
     * When they are loaded, and packed layers, too, instead of keeping them as they came: that
     * takes less room, and loads more quickly. Images keep their IDs, and are saved with the same
     * layers, uncompressed: an OCI layout with packed layers is saved with another manifest than it
     * came with, and the store cannot be converted any more. What is damaged of the unpacked files
     * cannot be made again from the store.
     */
    INSTEAD,
    /** When they are mounted for the first time: images that never are take no room twice. */
    WHEN_MOUNTED
  }

  /** What mounts. */
  public enum Mode {
    /** The kernel if it can; else FUSE. */
    AUTO,
    /** The kernel, or nobody. */
    KERNEL,
    /** The program {@code fuse-overlayfs}, or nobody: slower, but it needs no privilege. */
    FUSE
  }

  /**
   * Returns unpacking when loaded; the kernel if it can, else FUSE; an index and renaming of
   * directories, as every file system has it; and nothing else that can be chosen.
   */
  public static OverlayOptions defaults() {
    return new OverlayOptions(
        Unpacking.WHEN_LOADED,
        Mode.AUTO,
        false,
        false,
        true,
        true,
        false,
        false,
        false,
        Optional.empty());
  }

  /** Returns these options that unpack layers at another time. */
  public OverlayOptions unpacking(Unpacking other) {
    return new OverlayOptions(
        other,
        mode,
        volatileMounts,
        metacopy,
        redirectDir,
        index,
        nodev,
        nosuid,
        noexec,
        seLinuxContext);
  }

  /** Returns these options with something else that mounts. */
  public OverlayOptions mode(Mode other) {
    return new OverlayOptions(
        unpacking,
        other,
        volatileMounts,
        metacopy,
        redirectDir,
        index,
        nodev,
        nosuid,
        noexec,
        seLinuxContext);
  }

  /** Returns these options with or without volatile mounts. */
  public OverlayOptions volatileMounts(boolean other) {
    return new OverlayOptions(
        unpacking,
        mode,
        other,
        metacopy,
        redirectDir,
        index,
        nodev,
        nosuid,
        noexec,
        seLinuxContext);
  }

  /** Returns these options with or without metacopy. */
  public OverlayOptions metacopy(boolean other) {
    return new OverlayOptions(
        unpacking,
        mode,
        volatileMounts,
        other,
        redirectDir,
        index,
        nodev,
        nosuid,
        noexec,
        seLinuxContext);
  }

  /** Returns these options with or without renaming of the image's directories. */
  public OverlayOptions redirectDir(boolean other) {
    return new OverlayOptions(
        unpacking,
        mode,
        volatileMounts,
        metacopy,
        other,
        index,
        nodev,
        nosuid,
        noexec,
        seLinuxContext);
  }

  /** Returns these options with or without an index. */
  public OverlayOptions index(boolean other) {
    return new OverlayOptions(
        unpacking,
        mode,
        volatileMounts,
        metacopy,
        redirectDir,
        other,
        nodev,
        nosuid,
        noexec,
        seLinuxContext);
  }

  /** Returns these options, where devices of the image are none, or are. */
  public OverlayOptions nodev(boolean other) {
    return new OverlayOptions(
        unpacking,
        mode,
        volatileMounts,
        metacopy,
        redirectDir,
        index,
        other,
        nosuid,
        noexec,
        seLinuxContext);
  }

  /** Returns these options, where set-user-ID files of the image give nothing, or do. */
  public OverlayOptions nosuid(boolean other) {
    return new OverlayOptions(
        unpacking,
        mode,
        volatileMounts,
        metacopy,
        redirectDir,
        index,
        nodev,
        other,
        noexec,
        seLinuxContext);
  }

  /** Returns these options, where programs of the image cannot be run, or can. */
  public OverlayOptions noexec(boolean other) {
    return new OverlayOptions(
        unpacking,
        mode,
        volatileMounts,
        metacopy,
        redirectDir,
        index,
        nodev,
        nosuid,
        other,
        seLinuxContext);
  }

  /** Returns these options with an SELinux context for all files of a mount. */
  public OverlayOptions seLinuxContext(String other) {
    return new OverlayOptions(
        unpacking,
        mode,
        volatileMounts,
        metacopy,
        redirectDir,
        index,
        nodev,
        nosuid,
        noexec,
        Optional.of(other));
  }
}
