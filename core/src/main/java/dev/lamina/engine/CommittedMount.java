package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageNotFoundException;
import dev.lamina.StoreEvent.Action;
import dev.lamina.Tag;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.RunConfigDocument;
import java.util.Optional;

/**
 * An image that is mounted to be changed, and made another image of.
 *
 * @param image the image that was mounted
 * @param base the configuration of the platform that was mounted: the image's, or a variant's
 * @param tree its files, which stay open
 */
record CommittedMount(ImageRecord image, Digest base, OpenTree tree) implements CommitSource {
  @Override
  public String name() {
    return "the changes to image " + image.id();
  }

  @Override
  public Optional<Digest> parent() {
    return Optional.of(image.id()).filter(base::equals);
  }

  @Override
  public String containerId() {
    return "";
  }

  @Override
  public RunConfigDocument ran(ConfigDocument document) {
    return document.config().orElse(RunConfigDocument.EMPTY);
  }

  @Override
  public Optional<OpenTree> open() {
    return Optional.of(tree.withLeaving(detaches -> {}));
  }

  @Override
  public void requireThere(StoreState state) {
    if (state.image(image.id()).isEmpty()) {
      throw new ImageNotFoundException(image.id().toString());
    }
  }

  @Override
  public void tell(
      EventDraft events, ImageRecord made, Runnable naming, String comment, Optional<Tag> tag) {
    events.image(Action.CREATE_IMAGE, made, made.id().toString());
    naming.run();
  }
}
