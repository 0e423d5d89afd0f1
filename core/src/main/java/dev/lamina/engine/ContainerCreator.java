package dev.lamina.engine;

import dev.lamina.Container;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStoreException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Reference;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.Decision;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.lifecycle.ContainerNameRule;
import dev.lamina.internal.lifecycle.ReferenceResolver;
import dev.lamina.internal.oci.ContainerSettings;
import dev.lamina.internal.oci.RunConfigDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates containers of images. */
final class ContainerCreator {
  private static final int SHORT_LENGTH = 12;

  private final Parts parts;
  private final LastUsed lastUsed;
  private final ContainerIds ids;
  private final ContainerNames names;

  ContainerCreator(Parts parts, LastUsed lastUsed) {
    this.parts = parts;
    this.lastUsed = lastUsed;
    this.ids = new ContainerIds(parts.random());
    this.names = new ContainerNames(parts.random());
  }

  /**
   * Returns the image that a text means.
   *
   * @throws ImageNotFoundException if there is none
   * @throws InvalidReferenceException if the text can be neither name nor ID
   */
  static ImageRecord image(StoreState state, String text) {
    return ReferenceResolver.resolve(state, text)
        .orElseThrow(() -> new ImageNotFoundException(Reference.parse(text).toString()));
  }

  /** Creates a container, under a name made up if none is given. */
  Container create(ContainerSettings settings, Optional<String> name) {
    Container container =
        parts.catalog().decide(state -> decision(state, record(state, settings, name)));
    lastUsed.note(container.imageId().digest(), container.created());
    return container;
  }

  private Decision<Container> decision(StoreState state, ContainerRecord container) {
    EventDraft events = new EventDraft(state, parts.clock(), Action.CREATE);
    events.container(Action.CREATE, container, Map.of());
    List<Change> changes = new ArrayList<>(List.of(new Change.PutContainer(container)));
    changes.addAll(events.changes());
    return new Decision<>(new Transaction(changes), ContainerReader.container(container));
  }

  // As the engine: first the image, then the command, then the name.
  private ContainerRecord record(
      StoreState state, ContainerSettings settings, Optional<String> name) {
    ImageRecord image = image(state, settings.image());
    String id = ids.next(state);
    String config = config(image, settings, id.substring(0, SHORT_LENGTH));
    return new ContainerRecord(
        id,
        name.map(text -> ContainerNameRule.forNew(state, text))
            .orElseGet(() -> names.next(state, id)),
        image.id(),
        settings.image(),
        image.diffIds(),
        config,
        labels(config),
        now(),
        ContainerRecord.CREATED,
        Optional.empty(),
        Optional.empty(),
        0,
        "");
  }

  private Instant now() {
    return parts.clock().instant();
  }

  private String config(ImageRecord image, ContainerSettings settings, String hostname) {
    RunConfigDocument base =
        parts.reader().config(image.id()).config().orElse(RunConfigDocument.EMPTY);
    RunConfigDocument config = settings.over(base, hostname);
    if (config.commandLine().isEmpty()) {
      throw new ImageStoreException("No command specified");
    }
    return config.toJson();
  }

  // Read from what is kept, so that the two never differ.
  private static Map<String, String> labels(String config) {
    return RunConfigDocument.fromJson(config).labelsOrEmpty();
  }
}
