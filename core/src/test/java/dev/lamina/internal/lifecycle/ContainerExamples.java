package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** States with containers, put together step by step. Immutable. */
record ContainerExamples(StoreState state) {
  static final ContainerExamples NONE = new ContainerExamples(StoreState.empty());

  /** Returns the digest whose digits are these, over and over. */
  static Digest digest(String digits) {
    return Digest.parse("sha256:" + id(digits));
  }

  /** Returns the container's ID whose digits are these, over and over. */
  static String id(String digits) {
    return digits.repeat(64).substring(0, 64);
  }

  ContainerExamples with(Change... changes) {
    return new ContainerExamples(state.apply(Transaction.of(changes)));
  }

  /** Adds a layer that is in these blobs. */
  ContainerExamples layer(String diffId, String... blobs) {
    return with(
        new Change.PutLayer(
            new LayerRecord(
                digest(diffId),
                1,
                1,
                Stream.of(blobs).map(blob -> new LayerForm(digest(blob), 1, "plain")).toList())));
  }

  /** Adds an image with a tag. */
  ContainerExamples image(String id, String tag, Optional<String> parent, String... layers) {
    ImageRecord.Builder image =
        ImageRecord.builder(digest(id)).diffIds(Stream.of(layers).map(l -> digest(l)).toList());
    if (parent.isPresent()) {
      image = image.parent(digest(parent.get()));
    }
    return with(
        new Change.PutImage(image.build()),
        new Change.PutReference("docker.io/library/" + tag, digest(id)));
  }

  /** Adds a container, created at a second. */
  ContainerExamples container(String id, String name, String image, int second, String... layers) {
    return with(
        new Change.PutContainer(
            new ContainerRecord(
                id(id),
                name,
                digest(image),
                image,
                Stream.of(layers).map(l -> digest(l)).toList(),
                "{}",
                Map.of(),
                Instant.ofEpochSecond(second),
                ContainerRecord.CREATED,
                Optional.empty(),
                Optional.empty(),
                0,
                "")));
  }

  /** Replaces a container by what it becomes. */
  ContainerExamples become(String name, UnaryOperator<ContainerRecord> change) {
    return with(new Change.PutContainer(change.apply(state.containerNamed(name).orElseThrow())));
  }

  /** Gives a container labels. */
  ContainerExamples labelled(String name, Map<String, String> labels) {
    return become(
        name,
        c ->
            new ContainerRecord(
                c.id(),
                c.name(),
                c.image(),
                c.imageName(),
                c.diffIds(),
                c.config(),
                labels,
                c.created(),
                c.status(),
                c.started(),
                c.finished(),
                c.exitCode(),
                c.lease()));
  }

  /** Returns the names of what a listing has. */
  List<String> names(String... filters) {
    return ContainerListing.list(state, ContainerFilter.parseAll(List.of(filters))).stream()
        .map(ContainerRecord::name)
        .toList();
  }
}
