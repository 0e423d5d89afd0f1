package dev.lamina.engine;

import dev.lamina.Committing;
import dev.lamina.Compression;
import dev.lamina.Image;
import dev.lamina.StoreEvent.Action;
import dev.lamina.Tag;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.layer.LayerDifference;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.ConfigFields;
import dev.lamina.internal.oci.ConfigInstructions;
import dev.lamina.internal.oci.HistoryDocument;
import dev.lamina.internal.oci.RunConfigDocument;
import dev.lamina.internal.oci.RunConfigMerge;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How what was changed is to become an image: the one it was made from, with one more step. */
record Commit(Parts parts, CommitSource source, Settings settings) implements Committing {
  /** What was said of the new image. */
  record Settings(
      String author,
      String message,
      List<String> instructions,
      Compression compression,
      Optional<Instant> sourceDate) {
    static final Settings NONE =
        new Settings("", "", List.of(), Compression.NONE, Optional.empty());
  }

  static Commit of(Parts parts, CommitSource source) {
    return new Commit(parts, source, Settings.NONE);
  }

  private Commit with(Settings other) {
    return new Commit(parts, source, other);
  }

  @Override
  public Committing author(String author) {
    return with(
        new Settings(
            author,
            settings.message(),
            settings.instructions(),
            settings.compression(),
            settings.sourceDate()));
  }

  @Override
  public Committing message(String message) {
    return with(
        new Settings(
            settings.author(),
            message,
            settings.instructions(),
            settings.compression(),
            settings.sourceDate()));
  }

  @Override
  public Committing change(String instruction) {
    List<String> more =
        Stream.concat(settings.instructions().stream(), Stream.of(instruction)).toList();
    return with(
        new Settings(
            settings.author(),
            settings.message(),
            more,
            settings.compression(),
            settings.sourceDate()));
  }

  @Override
  public Committing compression(Compression compression) {
    return with(
        new Settings(
            settings.author(),
            settings.message(),
            settings.instructions(),
            compression,
            settings.sourceDate()));
  }

  @Override
  public Committing sourceDate(Instant time) {
    return with(
        new Settings(
            settings.author(),
            settings.message(),
            settings.instructions(),
            settings.compression(),
            Optional.of(time)));
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
    source.requireThere(state);
    ConfigDocument base = parts.reader().config(source.base());
    RunConfigDocument ran = source.ran(base);
    RunConfigDocument config =
        RunConfigMerge.merge(ConfigInstructions.apply(ran, settings.instructions()), ran);
    try (Staging staging = parts.blobs().stage()) {
      Optional<ReceivedBlob> layer = layer(staging);
      return new NewImage(
              document(base, ran, config, layer), layer.stream().toList(), source.parent(), tag)
          .put(
              parts,
              staging,
              Action.COMMIT,
              source::requireThere,
              (events, image, naming) ->
                  source.tell(events, image, naming, settings.message(), tag));
    } catch (IOException e) {
      throw Failures.of("cannot commit " + source.name(), e);
    }
  }

  private Optional<ReceivedBlob> layer(Staging staging) throws IOException {
    Optional<OpenTree> open = source.open();
    if (open.isEmpty()) {
      return Optional.empty();
    }
    boolean[] changed = {false};
    try (OpenTree tree = open.get();
        LayerTree below = tree.below()) {
      ReceivedBlob layer =
          NewLayer.receive(
              staging,
              parts,
              settings.compression(),
              sink -> changed[0] = LayerDifference.write(below, tree.tree(), sink, latestNanos()));
      return changed[0] ? Optional.of(layer) : Optional.empty();
    }
  }

  private OptionalLong latestNanos() {
    return settings.sourceDate().stream().mapToLong(EntryAttributes::nanos).findFirst();
  }

  private ConfigDocument document(
      ConfigDocument base,
      RunConfigDocument ran,
      RunConfigDocument config,
      Optional<ReceivedBlob> layer) {
    OffsetDateTime now =
        settings.sourceDate().orElseGet(parts.clock()::instant).atOffset(ZoneOffset.UTC);
    List<String> cmd = ran.cmd();
    String createdBy = cmd == null ? "" : String.join(" ", cmd);
    HistoryDocument step =
        new HistoryDocument(now, settings.author(), createdBy, settings.message(), layer.isEmpty());
    return new ConfigFields(
            now,
            settings.author(),
            "",
            parts.engineVersion(),
            source.containerId(),
            ran,
            config,
            base.architecture(),
            base.variant(),
            base.os(),
            base.osVersion(),
            base.osFeatures(),
            Stream.concat(
                    base.diffIds().stream(), layer.stream().map(blob -> blob.layer().diffId()))
                .toList(),
            Stream.concat(base.history().stream(), Stream.of(step)).toList())
        .toConfig();
  }
}
