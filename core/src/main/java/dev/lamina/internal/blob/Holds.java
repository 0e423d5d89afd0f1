package dev.lamina.internal.blob;

import dev.lamina.Digest;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.internal.io.Presence;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What mounts and leases need, of all processes, whatever the catalogue says: nobody deletes it.
 * Each is a {@link LiveDirectory} below {@code leases/}, with a file that lists what it needs.
 *
 * <p>Who takes a hold looks afterwards whether what it needs is still in the catalogue. Who deletes
 * has committed before it looks for holds. So one of the two sees the other.
 */
public final class Holds {
  private static final String NEEDS = "needs";
  private static final String BLOB = "blob ";
  private static final String LAYER = "layer ";

  private final Path directory;

  /** Makes a view of the holds of a store. */
  public Holds(StoreLayout layout) {
    this.directory = layout.leases();
  }

  /** A hold of this process. Closing it lets go. */
  public static final class Hold implements Claim {
    private final LiveDirectory directory;
    private final Needs needs;

    private Hold(LiveDirectory directory, Needs needs) {
      this.directory = directory;
      this.needs = needs;
    }

    /** Returns the name of the hold, by which other processes can ask for it. */
    public String id() {
      return directory.path().getFileName().toString();
    }

    @Override
    public Needs needs() {
      return needs;
    }

    @Override
    public void close() throws IOException {
      directory.close();
    }
  }

  /** Who needs what: the living, and the dead that have just been removed. */
  public record Found(Needs living, Needs dead) {}

  /** Holds some blobs and layers. */
  public Hold take(Needs needs) throws IOException {
    LiveDirectory live = LiveDirectory.open(directory);
    boolean written = false;
    try {
      // Not forced to the medium: when the power fails, whoever holds anything ends.
      Path unfinished = live.path().resolve(NEEDS + ".new");
      try (OutputStream out = Channels.newOutputStream(OwnerOnly.createFile(unfinished))) {
        out.write(lines(needs));
      }
      AtomicFile.replace(unfinished, file(live.path()));
      written = true;
      return new Hold(live, needs);
    } finally {
      if (!written) {
        live.close();
      }
    }
  }

  /** Returns the file in a hold's directory that lists what it needs. */
  static Path file(Path hold) {
    return hold.resolve(NEEDS);
  }

  /** Returns the lines that list what is needed. */
  static byte[] lines(Needs needs) {
    StringBuilder lines = new StringBuilder();
    needs.blobs().forEach(digest -> lines.append(BLOB).append(digest).append('\n'));
    needs.layers().forEach(digest -> lines.append(LAYER).append(digest).append('\n'));
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns whether the process lives that took the hold of this name, and has not let go. */
  public boolean isHeld(String id) throws IOException {
    Path hold = directory.resolve(id);
    return Presence.isDirectory(hold) && LiveDirectory.lives(hold);
  }

  /** Looks for all holds, and removes those of processes that have ended. */
  public Found find() throws IOException {
    Needs living = Needs.NONE;
    Needs dead = Needs.NONE;
    for (Path hold : LiveDirectory.list(directory)) {
      Needs[] left = {Needs.NONE};
      if (LiveDirectory.livesOrIsRemoved(hold, path -> left[0] = read(path))) {
        living = living.and(read(hold));
      } else {
        dead = dead.and(left[0]);
      }
    }
    return new Found(living, dead);
  }

  /** Returns what is needed according to all holds, those of processes that have ended included. */
  public Needs noted() throws IOException {
    Needs needs = Needs.NONE;
    for (Path hold : LiveDirectory.list(directory)) {
      needs = needs.and(read(hold));
    }
    return needs;
  }

  private static Needs read(Path hold) throws IOException {
    List<String> lines;
    try {
      lines = new String(OpenFile.bytes(file(hold)), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (NoSuchFileException e) {
      return Needs.NONE; // It has not looked at the catalogue yet, or is gone.
    }
    Set<Digest> blobs = new HashSet<>();
    Set<Digest> layers = new HashSet<>();
    for (String line : lines) {
      if (line.startsWith(BLOB)) {
        digest(line.substring(BLOB.length())).ifPresent(blobs::add);
      } else if (line.startsWith(LAYER)) {
        digest(line.substring(LAYER.length())).ifPresent(layers::add);
      }
    }
    return new Needs(blobs, layers);
  }

  /** A power failure may have cut what a process had written, which ended with it. */
  private static Optional<Digest> digest(String text) {
    try {
      return Optional.of(Digest.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns whether nothing can be held here, since nothing can be written. */
  public boolean isReadOnly() throws IOException {
    return !Files.isWritable(directory) || Files.getFileStore(directory).isReadOnly();
  }
}
