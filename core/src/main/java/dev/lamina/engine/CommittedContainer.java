package dev.lamina.engine;

import dev.lamina.ContainerNotFoundException;
import dev.lamina.Digest;
import dev.lamina.ImageNotFoundException;
import dev.lamina.StoreEvent.Action;
import dev.lamina.Tag;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.RunConfigDocument;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A container that is made an image of. */
record CommittedContainer(Parts parts, ContainerRecord container) implements CommitSource {
  @Override
  public String name() {
    return "container " + container.name();
  }

  @Override
  public Digest base() {
    return container.image();
  }

  @Override
  public Optional<Digest> parent() {
    return Optional.of(container.image());
  }

  @Override
  public String containerId() {
    return container.id();
  }

  @Override
  public RunConfigDocument ran(ConfigDocument base) {
    return RunConfigDocument.fromJson(container.config());
  }

  @Override
  public Optional<OpenTree> open() throws IOException {
    return parts.blobs().hasContainer(container.id())
        ? Optional.of(parts.trees().ofContainer(container, parts.mounts().options()))
        : Optional.empty();
  }

  @Override
  public void requireThere(StoreState state) {
    if (state.container(container.id()).isEmpty()) {
      throw new ContainerNotFoundException(container.name());
    }
    if (state.image(container.image()).isEmpty()) {
      throw new ImageNotFoundException(container.image().toString());
    }
  }

  @Override
  public void tell(
      EventDraft events, ImageRecord image, Runnable naming, String comment, Optional<Tag> tag) {
    events.image(Action.CREATE_IMAGE, image, container.id());
    naming.run();
    events.container(
        Action.COMMIT,
        container,
        Map.of(
            "comment",
            comment,
            "imageID",
            image.id().toString(),
            "imageRef",
            tag.map(Tag::toString).orElse("")));
  }
}
