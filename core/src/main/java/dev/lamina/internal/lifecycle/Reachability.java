package dev.lamina.internal.lifecycle;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.StoreState;
import java.util.Set;
import java.util.stream.Stream;

/** What a state needs: all else on the disk is garbage. It looks at everything that there is. */
public final class Reachability {
  private Reachability() {}

  /** Returns the diff IDs of the state's layers that an image, a variant or a container needs. */
  public static Set<Digest> layers(StoreState state) {
    return Stream.concat(
            state.images().flatMap(ImageRecord::neededLayers),
            state.containers().map(ContainerRecord::diffIds).flatMap(diffIds -> diffIds.stream()))
        .filter(diffId -> state.layer(diffId).isPresent())
        .collect(toUnmodifiableSet());
  }

  /** Returns the digests of the blobs that an image names or that hold one of those layers. */
  public static Set<Digest> blobs(StoreState state) {
    Stream<Digest> forms =
        layers(state).stream()
            .flatMap(diffId -> state.layer(diffId).stream())
            .flatMap(layer -> layer.forms().stream())
            .map(LayerForm::blob);
    return Stream.concat(state.images().flatMap(ImageRecord::namedBlobs), forms)
        .collect(toUnmodifiableSet());
  }
}
