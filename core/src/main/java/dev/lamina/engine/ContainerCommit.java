package dev.lamina.engine;

import dev.lamina.Committing;
import dev.lamina.Compression;
import dev.lamina.ContainerNotFoundException;
import dev.lamina.Image;
import dev.lamina.ImageNotFoundException;
import dev.lamina.StoreEvent.Action;
import dev.lamina.Tag;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.ConfigFields;
import dev.lamina.internal.oci.ConfigInstructions;
import dev.lamina.internal.oci.HistoryDocument;
import dev.lamina.internal.oci.RunConfigDocument;
import dev.lamina.internal.oci.RunConfigMerge;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a container is to become an image: its image's, with one more step. No storage lets anybody
 * write into a container yet, so that the step never has a layer.
 */
record ContainerCommit(
    Parts parts, ContainerRecord container, String by, String text, List<String> instructions)
    implements Committing {
  @Override
  public Committing author(String author) {
    return new ContainerCommit(parts, container, author, text, instructions);
  }

  @Override
  public Committing message(String message) {
    return new ContainerCommit(parts, container, by, message, instructions);
  }

  @Override
  public Committing change(String instruction) {
    List<String> more = Stream.concat(instructions.stream(), Stream.of(instruction)).toList();
    return new ContainerCommit(parts, container, by, text, more);
  }

  @Override
  public Committing compression(Compression compression) {
    throw Unfinished.verb();
  }

  @Override
  public Committing sourceDate(Instant time) {
    throw Unfinished.verb();
  }

  @Override
  public Image named(String tag) {
    return make(Optional.of(Tag.parse(tag)));
  }

  @Override
  public Image unnamed() {
    return make(Optional.empty());
  }

  private Image make(Optional<Tag> tag) {
    StoreState state = parts.catalog().state();
    requireContainer(state);
    if (state.image(container.image()).isEmpty()) {
      throw new ImageNotFoundException(container.image().toString());
    }
    ConfigDocument base = parts.reader().config(container.image());
    RunConfigDocument ran = RunConfigDocument.fromJson(container.config());
    ConfigDocument document =
        config(base, ran, RunConfigMerge.merge(ConfigInstructions.apply(ran, instructions), ran));
    try (Staging staging = parts.blobs().stage()) {
      return new NewImage(document, List.of(), Optional.of(container.image()), tag)
          .put(
              parts,
              staging,
              Action.COMMIT,
              this::requireContainer,
              (events, image, naming) -> {
                events.image(Action.CREATE_IMAGE, image, container.id());
                naming.run();
                events.container(
                    Action.COMMIT,
                    container,
                    Map.of(
                        "comment",
                        text,
                        "imageID",
                        image.id().toString(),
                        "imageRef",
                        tag.map(Tag::toString).orElse("")));
              });
    } catch (IOException e) {
      throw Failures.of("cannot commit container " + container.name(), e);
    }
  }

  private void requireContainer(StoreState state) {
    if (state.container(container.id()).isEmpty()) {
      throw new ContainerNotFoundException(container.name());
    }
  }

  private ConfigDocument config(
      ConfigDocument base, RunConfigDocument ran, RunConfigDocument config) {
    OffsetDateTime now = parts.clock().instant().atOffset(ZoneOffset.UTC);
    List<String> cmd = ran.cmd();
    String createdBy = cmd == null ? "" : String.join(" ", cmd);
    HistoryDocument step = new HistoryDocument(now, by, createdBy, text, true);
    return new ConfigFields(
            now,
            by,
            "",
            parts.engineVersion(),
            container.id(),
            ran,
            config,
            base.architecture(),
            base.variant(),
            base.os(),
            base.osVersion(),
            base.osFeatures(),
            base.diffIds(),
            Stream.concat(base.history().stream(), Stream.of(step)).toList())
        .toConfig();
  }
}
