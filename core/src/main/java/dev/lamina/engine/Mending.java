package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Finding;
import dev.lamina.RepairReport.Outcome;
import dev.lamina.RepairReport.Step;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Mends findings of one report. Others may use the store: each is looked at once more. */
final class Mending {
  private final Parts parts;
  private final StoreLayout layout;
  private final SetAside setAside;
  private final Rebuilding rebuilding;
  private final Clearing clearing;

  Mending(Parts parts) {
    this.parts = parts;
    this.layout = new StoreLayout(parts.root());
    this.setAside = new SetAside(parts.root());
    this.rebuilding = new Rebuilding(parts);
    this.clearing = new Clearing(parts);
  }

  Step mend(Finding finding) throws IOException {
    return switch (finding.remedy()) {
      case NONE -> step(finding, Outcome.LEFT, "nothing can be done");
      case REBUILD -> rebuilding.rebuild(finding);
      case SET_ASIDE -> setAside(finding);
      case REMOVE -> clearing.remove(finding);
      case CUT -> cut(finding);
      case RESTRICT -> restrict(finding);
      case REWRITE -> rewrite(finding);
    };
  }

  static Step step(Finding finding, Outcome outcome, String detail) {
    return new Step(finding, outcome, detail, Optional.empty());
  }

  private Step cut(Finding finding) {
    parts.catalog().compact();
    return step(finding, Outcome.DONE, "cut off");
  }

  private static Step restrict(Finding finding) throws IOException {
    Path path = finding.path();
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      OwnerOnly.restrictDirectory(path);
    } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      OwnerOnly.restrictFile(path);
    } else {
      return step(finding, Outcome.GONE, "it is not there any more");
    }
    return step(finding, Outcome.DONE, "it is the owner's alone");
  }

  private Step rewrite(Finding finding) throws IOException {
    if (finding.kind() == Finding.Kind.MARKER) {
      Optional<Path> kept = setAside.copy(finding.path());
      StoreMarker.write(parts.root(), parts.driver().name(), Optional.empty());
      return new Step(finding, Outcome.DONE, "written again", kept);
    }
    return new JournalMending(layout, parts.blobs(), parts.layers(), setAside)
        .mend(finding, parts.catalog().lock());
  }

  private Step setAside(Finding finding) throws IOException {
    return switch (finding.kind()) {
      case BLOB -> setBlobAside(finding);
      case FRAME, INDEX, UNPACKED -> setFramedAside(finding);
      default -> step(finding, setAside.move(finding.path()));
    };
  }

  private static Step step(Finding finding, Optional<Path> moved) {
    return moved.isPresent()
        ? new Step(finding, Outcome.DONE, "set aside", moved)
        : step(finding, Outcome.GONE, "it is not there any more");
  }

  private Step setBlobAside(Finding finding) throws IOException {
    Path file = finding.path();
    boolean isGood =
        Files.isRegularFile(file)
            && StoreNames.digest(file).equals(Optional.of(Hashing.of(file, read -> {})));
    return isGood
        ? step(finding, Outcome.GONE, "it is as it should be by now")
        : step(finding, setAside.move(file));
  }

  /** A layer that was unpacked instead of being kept goes as a whole: a part of it is none. */
  private Step setFramedAside(Finding finding) throws IOException {
    Optional<Digest> layer = Rebuilding.layerOf(layout, finding.path());
    if (layer.isEmpty()) {
      return step(finding, setAside.move(finding.path()));
    }
    rebuilding.requireUnused(layer.get());
    Path unpacked = layout.unpacked(parts.driver().directoriesName(), layer.get());
    Optional<Path> moved = setAside.move(unpacked);
    Optional<Path> frame = setAside.move(layout.frame(layer.get()));
    Optional<Path> index = setAside.move(layout.index(layer.get()));
    return step(finding, moved.or(() -> frame).or(() -> index));
  }
}
