package dev.lamina.engine;

import com.google.common.base.Suppliers;
import dev.lamina.CorruptStoreException;
import dev.lamina.Digest;
import dev.lamina.DigestReference;
import dev.lamina.HistoryEntry;
import dev.lamina.Image;
import dev.lamina.ImageConfig;
import dev.lamina.ImageId;
import dev.lamina.ImageNotFoundException;
import dev.lamina.Inspection;
import dev.lamina.Layer;
import dev.lamina.Platform;
import dev.lamina.Reference;
import dev.lamina.Tag;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.HistoryDocument;
import dev.lamina.internal.oci.InspectDocument;
import dev.lamina.internal.oci.InspectFacts;
import dev.lamina.internal.oci.RunConfigDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes {@link Image} values of the state's records and the configurations among the blobs. */
final class ImageReader {
  private static final int CACHED_CONFIGS = 512;

  private final BlobStore blobs;
  private final Catalog catalog;
  private final Map<Digest, ConfigDocument> configs = RecentlyUsed.upTo(CACHED_CONFIGS);

  ImageReader(BlobStore blobs, Catalog catalog) {
    this.blobs = blobs;
    this.catalog = catalog;
  }

  Image image(StoreState state, ImageRecord record) {
    return image(state, record, state.referencesTo(record.id()).toList());
  }

  /**
   * Returns an image to be listed, of which nothing is made, and of whose configuration nothing is
   * read, before it is asked for: of thousands it would take long, and one that is damaged must not
   * hide the others.
   */
  Image listed(StoreState state, ImageRecord record, Supplier<List<String>> references) {
    return Image.later(
        new ImageId(record.id()), Suppliers.memoize(() -> listed(state, record, references.get())));
  }

  private Image listed(StoreState state, ImageRecord record, List<String> references) {
    return named(state, record, references)
        .detailsOf(Suppliers.memoize(() -> image(state, record, references)))
        .build();
  }

  /** Returns an image with these names, of all that it has. */
  Image image(StoreState state, ImageRecord record, List<String> references) {
    return image(state, record, references, config(record.id()));
  }

  /** Returns an image as it is now, which is made when somebody asks for it. */
  Supplier<Image> later(StoreState state, ImageRecord record) {
    ConfigDocument config = config(record.id());
    return Suppliers.memoize(
        () -> image(state, record, state.referencesTo(record.id()).toList(), config));
  }

  private static Image image(
      StoreState state, ImageRecord record, List<String> references, ConfigDocument config) {
    Image.Builder image =
        named(state, record, references)
            .config(config.config().map(ImageReader::runConfig).orElseGet(ImageConfig::empty))
            .history(history(config))
            .author(config.author())
            .comment(config.comment())
            .dockerVersion(config.dockerVersion());
    return config.created().isPresent()
        ? image.created(config.created().get()).build()
        : image.build();
  }

  /** Returns what the catalogue knows of an image. */
  private static Image.Builder named(
      StoreState state, ImageRecord record, List<String> references) {
    List<Tag> tags = new ArrayList<>();
    List<DigestReference> digests = new ArrayList<>();
    for (String text : references) {
      Reference reference = Reference.parse(text);
      if (reference instanceof Tag tag) {
        tags.add(tag);
      } else if (reference instanceof DigestReference digest) {
        digests.add(digest);
      }
    }
    Image.Builder image =
        Image.builder(new ImageId(record.id()))
            .tags(tags)
            .repoDigests(digests)
            .platform(
                new Platform(
                    record.os(), record.architecture(), record.variant(), record.osVersion()))
            .layers(layers(state, record.diffIds()));
    if (record.parent().isPresent()) {
      image = image.parentId(new ImageId(record.parent().get()));
    }
    if (record.created().isPresent()) {
      image = image.created(record.created().get());
    }
    return record.lastTagged().isPresent() ? image.lastTagged(record.lastTagged().get()) : image;
  }

  Inspection inspection(
      StoreState state, ImageRecord record, String driver, Map<String, String> driverData) {
    Image image = image(state, record);
    String json =
        InspectDocument.toJson(
            config(record.id()),
            new InspectFacts(
                record.id(),
                image.tags().stream().map(Tag::toString).toList(),
                image.repoDigests().stream().map(DigestReference::toString).toList(),
                record.parent(),
                image.size(),
                driver,
                driverData,
                record.lastTagged()));
    return new Inspection(image, json);
  }

  /** Returns the steps that made an image, oldest first. */
  List<HistoryEntry> history(ImageRecord record) {
    return history(config(record.id()));
  }

  private static List<HistoryEntry> history(ConfigDocument config) {
    return config.history().stream().map(ImageReader::historyEntry).toList();
  }

  /**
   * Returns the configuration of an image that the store has.
   *
   * @throws ImageNotFoundException if it has been removed meanwhile
   */
  ConfigDocument config(Digest id) {
    ConfigDocument cached = configs.get(id);
    if (cached != null) {
      return cached;
    }
    ConfigDocument config;
    try {
      config = read(id);
    } catch (CorruptStoreException e) {
      if (catalog.state().image(id).isEmpty()) {
        throw new ImageNotFoundException(id.toString());
      }
      config = read(id); // Perhaps it has just been loaded again.
    }
    configs.put(id, config);
    return config;
  }

  private ConfigDocument read(Digest id) {
    try {
      return ConfigDocument.parse(blobs.read(id, Integer.MAX_VALUE - 8), "config " + id);
    } catch (IOException e) {
      throw Failures.of("cannot read the config of image " + id, e);
    }
  }

  private static List<Layer> layers(StoreState state, List<Digest> diffIds) {
    List<Digest> chainIds = Layer.chainIds(diffIds);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < diffIds.size(); i++) {
      layers.add(
          new Layer(
              diffIds.get(i), chainIds.get(i), LayerForms.layer(state, diffIds.get(i)).size()));
    }
    return layers;
  }

  static ImageConfig runConfig(RunConfigDocument config) {
    return ImageConfig.builder()
        .user(config.user())
        .env(orEmpty(config.env()))
        .entrypoint(orEmpty(config.entrypoint()))
        .cmd(orEmpty(config.cmd()))
        .workingDir(config.workingDir())
        .labels(Optional.ofNullable(config.labels()).orElse(Map.of()))
        .exposedPorts(Optional.ofNullable(config.exposedPorts()).orElseGet(java.util.TreeSet::new))
        .volumes(Optional.ofNullable(config.volumes()).orElseGet(java.util.TreeSet::new))
        .stopSignal(config.stopSignal())
        .build();
  }

  private static List<String> orEmpty(@org.jspecify.annotations.Nullable List<String> texts) {
    return texts == null ? List.of() : texts;
  }

  private static HistoryEntry historyEntry(HistoryDocument step) {
    return new HistoryEntry(
        step.created(), step.createdBy(), step.author(), step.comment(), step.emptyLayer());
  }
}
