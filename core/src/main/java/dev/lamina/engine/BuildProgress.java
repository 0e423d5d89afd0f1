package dev.lamina.engine;

import dev.lamina.Building.LayerPlan;
import dev.lamina.Compression;
import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import dev.lamina.Platform;
import dev.lamina.Tag;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.build.LayerDraft;
import dev.lamina.internal.build.LayerTimes;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.layer.LayerDifference;
import dev.lamina.internal.layer.MergedTree;
import dev.lamina.internal.lifecycle.BaseSearch;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.ConfigFields;
import dev.lamina.internal.oci.HistoryDocument;
import dev.lamina.internal.oci.RunConfigDocument;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An image while its steps are done: the layers so far, staged as far as they are new. */
final class BuildProgress {
  private final Parts parts;
  private final Staging staging;
  private final StoreState state;
  private final BuildImages images;
  private final BuildSettings settings;
  private final Instant time;
  private final Optional<ConfigDocument> base;
  private Platform platform;
  private List<String> osFeatures;
  private List<BuiltLayer> layers = new ArrayList<>();
  private List<HistoryDocument> history = new ArrayList<>();
  private boolean goesOn = true;

  /**
   * Begins with the layers of the base.
   *
   * @param state a state that has the images, which are held
   */
  BuildProgress(
      Parts parts, Staging staging, StoreState state, BuildImages images, BuildSettings settings) {
    this.parts = parts;
    this.staging = staging;
    this.state = state;
    this.images = images;
    this.settings = settings;
    this.time = settings.sourceDate().orElseGet(parts.clock()::instant);
    this.base = images.base().map(image -> parts.reader().config(image.id()));
    this.platform = base.map(BuildProgress::platform).orElseGet(Platform::host);
    this.osFeatures = base.map(ConfigDocument::osFeatures).orElse(List.of());
    base.ifPresent(
        config -> {
          config.diffIds().forEach(diffId -> layers.add(BuiltLayer.stored(diffId)));
          history.addAll(config.history());
        });
  }

  private static Platform platform(ConfigDocument config) {
    return new Platform(config.os(), config.architecture(), config.variant(), config.osVersion());
  }

  void addLayer(LayerPlan plan, Compression compression) throws IOException {
    LayerDraft draft = new LayerDraft(parts.mounts()::isMounted);
    plan.fill(draft);
    try (LayerTree below = tree()) {
      LayerTimes times = LayerTimes.of(time, settings.sourceDate());
      layers.add(received(compression, sink -> draft.writeTo(sink, below, times)));
    }
    addStep(draft.description(), settings.message(), false);
  }

  private BuiltLayer received(Compression compression, NewLayer.LayerWriting writing)
      throws IOException {
    return BuiltLayer.staged(NewLayer.receive(staging, parts, compression, writing));
  }

  private LayerTree tree() throws IOException {
    return BuiltLayer.tree(parts.layers(), state, layers);
  }

  void addEmptyStep(String createdBy) {
    addStep(createdBy, settings.message(), true);
  }

  private void addStep(String createdBy, String comment, boolean empty) {
    String author = settings.author().orElse("");
    history.add(new HistoryDocument(createdAt(), author, createdBy, comment, empty));
  }

  private OffsetDateTime createdAt() {
    return time.atOffset(ZoneOffset.UTC);
  }

  void squash(Compression compression) throws IOException {
    if (layers.isEmpty()) {
      return;
    }
    try (LayerTree nothing = new MergedTree(List.of());
        LayerTree tree = tree()) {
      BuiltLayer merged = received(compression, sink -> writeAll(nothing, tree, sink));
      layers = new ArrayList<>(List.of(merged));
    }
    history = new ArrayList<>(HistorySteps.withoutLayers(history));
    String origin = base.map(config -> " from " + config.id()).orElse("");
    addStep("", settings.message().isEmpty() ? "create new" + origin : settings.message(), false);
    goesOn = false;
  }

  private void writeAll(LayerTree nothing, LayerTree tree, LayerSink sink) throws IOException {
    OptionalLong latest =
        settings.sourceDate().stream().mapToLong(EntryAttributes::nanos).findFirst();
    boolean unused = LayerDifference.write(nothing, tree, sink, latest);
  }

  void leaveOut(int first, int count) {
    int unused = Objects.checkFromIndexSize(first, count, layers.size());
    layers.subList(first, first + count).clear();
    history = HistorySteps.without(history, first, count);
    goesOn = false;
  }

  void rebase(Optional<String> from, String onto) {
    ConfigDocument old =
        from.map(name -> parts.reader().config(images.named(name).id())).orElseGet(this::searched);
    if (!BaseSearch.begins(diffIds(), old.diffIds())) {
      throw new ImageStoreException(
          "the image does not begin with the layers of %s: it was not made from that"
              .formatted(from.orElse(old.id().toString())));
    }
    ConfigDocument base = parts.reader().config(images.named(onto).id());
    List<BuiltLayer> all = new ArrayList<>();
    base.diffIds().forEach(diffId -> all.add(BuiltLayer.stored(diffId)));
    all.addAll(layers.subList(old.diffIds().size(), layers.size()));
    List<HistoryDocument> steps = new ArrayList<>(base.history());
    steps.addAll(HistorySteps.above(history, old.history(), old.diffIds().size()));
    layers = all;
    history = steps;
    platform = platform(base);
    osFeatures = base.osFeatures();
    goesOn = false;
  }

  /** Of bases with the same layers it is the one whose steps the image has, and most of them. */
  private ConfigDocument searched() {
    return BaseSearch.of(state, diffIds()).stream()
        .map(image -> parts.reader().config(image.id()))
        .max(
            Comparator.comparingInt(
                config ->
                    HistorySteps.begins(history, config.history()) ? config.history().size() : -1))
        .orElseThrow(
            () ->
                new ImageStoreException(
                    "no image with a name has the first layers of this one; say which base it was"
                        + " made from: rebase(from, onto)"));
  }

  private List<Digest> diffIds() {
    return layers.stream().map(BuiltLayer::diffId).toList();
  }

  /**
   * Returns the image.
   *
   * @param config how its containers run
   */
  NewImage image(@Nullable RunConfigDocument config, Optional<Tag> tag) {
    Platform runsOn = settings.platform().orElse(platform);
    ConfigDocument document =
        new ConfigFields(
                createdAt(),
                settings.author().or(() -> base.map(ConfigDocument::author)).orElse(""),
                settings.message(),
                parts.engineVersion(),
                "",
                RunConfigDocument.EMPTY,
                config,
                runsOn.architecture(),
                runsOn.variant(),
                runsOn.os(),
                runsOn.osVersion(),
                osFeatures,
                diffIds(),
                history)
            .toConfig();
    List<ReceivedBlob> staged = layers.stream().flatMap(layer -> layer.staged().stream()).toList();
    return new NewImage(document, staged, parent(), tag);
  }

  /** A parent is what engines take for one: an image with one step fewer. */
  private Optional<Digest> parent() {
    return images
        .base()
        .map(ImageRecord::id)
        .filter(
            id ->
                goesOn
                    && history.size() == base.map(config -> config.history().size()).orElse(0) + 1);
  }
}
