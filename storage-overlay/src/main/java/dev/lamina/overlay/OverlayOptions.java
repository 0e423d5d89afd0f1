package dev.lamina.overlay;

import dev.lamina.IdMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * How images are unpacked and mounted. Immutable. What a kernel or file system does not have is not
 * used, whatever is said here: {@link OverlayProbe} tells what it has. But with an ID map or a
 * limit that it does not have, no store can be opened.
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
 *     refuses changes that are mounted a second time then, and those in a copy of the store's
 *     directory, unless the copy is mounted without
 * @param nodev whether device files of the image are no devices
 * @param nosuid whether set-user-ID, set-group-ID and capabilities of the image's files give
 *     nothing
 * @param noexec whether programs of the image cannot be run
 * @param seLinuxContext the SELinux context of all files of a mount, such as {@code
 *     system_u:object_r:container_file_t:s0}; empty for none
 * @param idMap who the owners of files are in mounts; empty if they are who they are in layers.
 *     What a container's root writes, who is another one outside, is root's in the store: changes
 *     and what is committed are the same as without. A process that is none of the map's, such as
 *     this one, can make no files in a mount: the kernel answers {@code EOVERFLOW}
 * @param changesLimit how many bytes what is changed in a mount may take on disk, if it is made
 *     with this option; who writes more gets {@code ENOSPC} or {@code EDQUOT}. Empty for no limit
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
    Optional<String> seLinuxContext,
    Optional<IdMap> idMap,
    OptionalLong changesLimit) {
  /**
   * Makes options.
   *
   * @throws IllegalArgumentException if the limit is not positive
   */
  public OverlayOptions {
    if (changesLimit.isPresent() && changesLimit.getAsLong() <= 0) {
      throw new IllegalArgumentException(
          "a limit of %d bytes: it must be more than 0".formatted(changesLimit.getAsLong()));
    }
  }

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
    return new Draft().options();
  }

  /** Options while they are being chosen. */
  private static final class Draft {
    private Unpacking unpacking = Unpacking.WHEN_LOADED;
    private Mode mode = Mode.AUTO;
    private boolean volatileMounts;
    private boolean metacopy;
    private boolean redirectDir = true;
    private boolean index = true;
    private boolean nodev;
    private boolean nosuid;
    private boolean noexec;
    private Optional<String> seLinuxContext = Optional.empty();
    private Optional<IdMap> idMap = Optional.empty();
    private OptionalLong changesLimit = OptionalLong.empty();

    private Draft() {}

    private Draft(OverlayOptions options) {
      unpacking = options.unpacking;
      mode = options.mode;
      volatileMounts = options.volatileMounts;
      metacopy = options.metacopy;
      redirectDir = options.redirectDir;
      index = options.index;
      nodev = options.nodev;
      nosuid = options.nosuid;
      noexec = options.noexec;
      seLinuxContext = options.seLinuxContext;
      idMap = options.idMap;
      changesLimit = options.changesLimit;
    }

    private OverlayOptions options() {
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
          seLinuxContext,
          idMap,
          changesLimit);
    }
  }

  private OverlayOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** Returns these options that unpack layers at another time. */
  public OverlayOptions unpacking(Unpacking other) {
    return with(draft -> draft.unpacking = other);
  }

  /** Returns these options with something else that mounts. */
  public OverlayOptions mode(Mode other) {
    return with(draft -> draft.mode = other);
  }

  /** Returns these options with or without volatile mounts. */
  public OverlayOptions volatileMounts(boolean other) {
    return with(draft -> draft.volatileMounts = other);
  }

  /** Returns these options with or without metacopy. */
  public OverlayOptions metacopy(boolean other) {
    return with(draft -> draft.metacopy = other);
  }

  /** Returns these options with or without renaming of the image's directories. */
  public OverlayOptions redirectDir(boolean other) {
    return with(draft -> draft.redirectDir = other);
  }

  /** Returns these options with or without an index. */
  public OverlayOptions index(boolean other) {
    return with(draft -> draft.index = other);
  }

  /** Returns these options, where devices of the image are none, or are. */
  public OverlayOptions nodev(boolean other) {
    return with(draft -> draft.nodev = other);
  }

  /** Returns these options, where set-user-ID files of the image give nothing, or do. */
  public OverlayOptions nosuid(boolean other) {
    return with(draft -> draft.nosuid = other);
  }

  /** Returns these options, where programs of the image cannot be run, or can. */
  public OverlayOptions noexec(boolean other) {
    return with(draft -> draft.noexec = other);
  }

  /** Returns these options with an SELinux context for all files of a mount. */
  public OverlayOptions seLinuxContext(String other) {
    return with(draft -> draft.seLinuxContext = Optional.of(other));
  }

  /** Returns these options with other owners of files in mounts than in layers. */
  public OverlayOptions idMap(IdMap other) {
    return with(draft -> draft.idMap = Optional.of(other));
  }

  /**
   * Returns these options with a limit of what is changed in a mount.
   *
   * @param bytes how much it may take on disk
   * @throws IllegalArgumentException if that is not positive
   */
  public OverlayOptions changesLimit(long bytes) {
    return with(draft -> draft.changesLimit = OptionalLong.of(bytes));
  }
}
