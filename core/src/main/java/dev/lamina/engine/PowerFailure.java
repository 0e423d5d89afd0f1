package dev.lamina.engine;

import dev.lamina.CorruptStoreException;
import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.blob.LayerForm;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LatestChanges;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.UnforcedMark;
import dev.lamina.internal.io.Loggers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes a store back to the latest state of which all is there, if the power may have failed before
 * that was forced to the medium.
 */
final class PowerFailure {
  private final Parts parts;
  private final StoreLayout layout;
  private final Map<Digest, Boolean> wholeFrames = new HashMap<>();

  PowerFailure(Parts parts) {
    this.parts = parts;
    this.layout = new StoreLayout(parts.root());
  }

  /**
   * Does it if need be. What came without being forced is forced for who wants that. A store that
   * can only be read stays as it is.
   */
  void recover() throws IOException {
    if (parts.unforced().isNothing()) {
      return;
    }
    boolean isNeeded = parts.unforced().ofAnotherBoot().isPresent();
    if (!parts.leases().canOnlyRead()) {
      if (isNeeded) {
        parts.unforced().locked(this::recoverLocked);
      } else if (parts.unforced().isForcing()) {
        parts.unforced().settle();
      }
    } else if (isNeeded) {
      Loggers.of(PowerFailure.class)
          .log(
              Level.WARNING,
              "the latest changes of the store {0} may be damaged, if the power has failed: open it"
                  + " where it can be written",
              parts.root());
    }
  }

  private void recoverLocked() throws IOException {
    Optional<UnforcedMark> mark = parts.unforced().ofAnotherBoot();
    if (mark.isPresent()) { // Or somebody has been faster.
      takeBack(parts.catalog().latest(mark.get().place().sequence()));
      discardUnpacked(mark.get());
      parts.unforced().settleLocked();
    }
  }

  private void takeBack(LatestChanges latest) throws IOException {
    Set<Digest> damaged = new HashSet<>();
    for (Digest blob : blobs(latest)) {
      if (!isWhole(blob, latest)) {
        damaged.add(blob);
      }
    }
    List<LatestChanges.Made> made = latest.transactions();
    int kept = made.size();
    while (kept > 0 && needsAny(made.get(kept - 1).after(), damaged)) {
      kept--;
    }
    if (kept < made.size()) {
      StoreState state = kept == 0 ? latest.base() : made.get(kept - 1).after();
      tell(latest, made.size() - kept, state);
      parts.catalog().takeBack(kept == 0 ? latest.baseEnd() : made.get(kept - 1).end());
    }
  }

  /** Returns the blobs that have come since the base; before, nothing had been left unforced. */
  private static Set<Digest> blobs(LatestChanges latest) {
    return latest.transactions().stream()
        .flatMap(transaction -> transaction.changes().stream())
        .flatMap(PowerFailure::blobs)
        .filter(blob -> !needs(latest.base(), blob))
        .collect(Collectors.toSet());
  }

  private static Stream<Digest> blobs(Change change) {
    if (change instanceof Change.PutImage put) {
      return put.image().namedBlobs();
    }
    return change instanceof Change.PutLayer put
        ? put.layer().forms().stream().map(dev.lamina.internal.catalog.LayerForm::blob)
        : Stream.of();
  }

  private static boolean needs(StoreState state, Digest blob) {
    return state.isNamed(blob) || state.holdsLayer(blob);
  }

  private static boolean needsAny(StoreState state, Set<Digest> blobs) {
    return blobs.stream().anyMatch(blob -> needs(state, blob));
  }

  private boolean isWhole(Digest blob, LatestChanges latest) throws IOException {
    try {
      return Hashing.of(layout.blob(blob), read -> {}).equals(blob);
    } catch (NoSuchFileException e) {
      for (LatestChanges.Made made : latest.transactions()) {
        for (Digest diffId : made.after().layersIn(blob).map(layer -> layer.diffId()).toList()) {
          if (isFramedWhole(diffId, made.after())) {
            return true;
          }
        }
      }
      return false;
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      Loggers.of(PowerFailure.class).log(Level.WARNING, "blob " + blob + " cannot be read", e);
      return false;
    }
  }

  /** Returns whether a layer was unpacked instead of being kept, and is there in every detail. */
  private boolean isFramedWhole(Digest diffId, StoreState state) throws IOException {
    Boolean known = wholeFrames.get(diffId);
    if (known == null) {
      List<LayerForm> forms = LayerForms.of(state, diffId);
      known = parts.layers().isFramed(diffId, forms) && isFramedWhole(diffId, forms);
      wholeFrames.put(diffId, known);
    }
    return known;
  }

  private boolean isFramedWhole(Digest diffId, List<LayerForm> forms) throws IOException {
    boolean[] differs = {false};
    try (Staging staging = parts.blobs().stage()) {
      differs[0] =
          !parts.layers().readFramedAgain(diffId, staging, read -> {}).digest().equals(diffId);
      if (!differs[0]) {
        parts.unpacked().verify(diffId, forms, (place, expected, actual) -> differs[0] = true);
      }
      return !differs[0];
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException | InvalidArchiveException | CorruptStoreException e) {
      Loggers.of(PowerFailure.class).log(Level.DEBUG, "layer " + diffId + " is not whole", e);
      return false;
    }
  }

  /** What was unpacked since the mark is made again, but for that which is all there is. */
  private void discardUnpacked(UnforcedMark mark) throws IOException {
    StoreState state = parts.catalog().state();
    Set<Digest> used = parts.blobs().holds().find().living().layers();
    for (Path directory : parts.unforced().directories()) {
      Optional<Digest> diffId = StoreNames.digest(directory);
      boolean isKnown = mark.unpacked().contains(parts.unforced().name(directory));
      if (!isKnown && diffId.isPresent() && !used.contains(diffId.get())) {
        if (state.layer(diffId.get()).isEmpty() || !isFramedWhole(diffId.get(), state)) {
          parts.unpacked().discard(directory);
        }
      }
    }
  }

  private void tell(LatestChanges latest, int lost, StoreState state) {
    String images =
        latest
            .last()
            .images()
            .map(ImageRecord::id)
            .filter(id -> state.image(id).isEmpty())
            .map(Digest::toString)
            .collect(Collectors.joining(", "));
    Loggers.of(PowerFailure.class)
        .log(
            Level.WARNING,
            "the power has failed before the latest changes of the store {0} were on the medium: the"
                + " last {1} are lost{2}",
            parts.root(),
            Integer.toString(lost),
            images.isEmpty() ? "" : ", and with them the images " + images + "; load them again");
  }
}
