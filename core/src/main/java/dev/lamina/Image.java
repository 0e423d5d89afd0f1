package dev.lamina;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * An image as a store knew it when asked: a value, which does not change when the store does.
 *
 * <p>Its names are sorted by their canonical texts, its layers go from base to top, and its history
 * from oldest to newest. Texts that are unknown are empty.
 *
 * <p>Images of a listing read their configuration file only when what stands in it is first asked
 * for: {@link #config}, {@link #history}, {@link #author}, {@link #comment} and {@link
 * #dockerVersion}. It is always the same, since the ID is its digest; but an image that was removed
 * from the store by then throws {@link ImageNotFoundException}, and one whose file is damaged
 * {@link CorruptStoreException}.
 */
public final class Image {
  private final ImageId id;
  private final Supplier<Facts> facts;

  private Image(ImageId id, Supplier<Facts> facts) {
    this.id = id;
    this.facts = facts;
  }

  /** What stands in the configuration, and in no catalogue. */
  private record Details(
      ImageConfig config,
      List<HistoryEntry> history,
      String author,
      String comment,
      String dockerVersion) {
    static final Details NONE = new Details(ImageConfig.empty(), List.of(), "", "", "");

    Details config(ImageConfig other) {
      return new Details(other, history, author, comment, dockerVersion);
    }

    Details history(List<HistoryEntry> other) {
      return new Details(config, other, author, comment, dockerVersion);
    }

    Details author(String other) {
      return new Details(config, history, other, comment, dockerVersion);
    }

    Details comment(String other) {
      return new Details(config, history, author, other, dockerVersion);
    }

    Details dockerVersion(String other) {
      return new Details(config, history, author, comment, other);
    }
  }

  /** Returns a builder of the image with this ID. */
  public static Builder builder(ImageId id) {
    return new Builder(Objects.requireNonNull(id), known -> {});
  }

  /**
   * Returns an image of which nothing but the ID is made before it is asked for.
   *
   * @param source gives the image with all else; asked each time: it must remember its answer
   */
  public static Image later(ImageId id, Supplier<Image> source) {
    Objects.requireNonNull(source);
    return new Image(Objects.requireNonNull(id), () -> source.get().facts.get());
  }

  /** Returns a builder that has all of this. */
  public Builder toBuilder() {
    return builder(id).then(known -> known.take(facts.get()));
  }

  /** Returns the image's ID. */
  public ImageId id() {
    return id;
  }

  /** Returns the image that this one was made from, if the store knows. */
  public Optional<ImageId> parentId() {
    return facts.get().parentId;
  }

  /** Returns the tags that point here. */
  public List<Tag> tags() {
    return facts.get().tags;
  }

  /** Returns the digests by which registries know the image. */
  public List<DigestReference> repoDigests() {
    return facts.get().repoDigests;
  }

  /** Returns when the image was made, if it says so. */
  public Optional<Instant> created() {
    return facts.get().created;
  }

  /** Returns what the image runs on. */
  public Platform platform() {
    return facts.get().platform;
  }

  /** Returns how a container of the image runs. */
  public ImageConfig config() {
    return facts.get().details.get().config();
  }

  /** Returns the layers, base first. */
  public List<Layer> layers() {
    return facts.get().layers;
  }

  /** Returns the steps that made the image, oldest first. */
  public List<HistoryEntry> history() {
    return facts.get().details.get().history();
  }

  /** Returns who made the image. */
  public String author() {
    return facts.get().details.get().author();
  }

  /** Returns the message in the configuration; that of a commit stands in its step of history. */
  public String comment() {
    return facts.get().details.get().comment();
  }

  /** Returns the version of the engine that made the image. */
  public String dockerVersion() {
    return facts.get().details.get().dockerVersion();
  }

  /** Returns when the image was last given a tag here, if ever. */
  public Optional<Instant> lastTagged() {
    return facts.get().lastTagged;
  }

  /** Returns the bytes in the files of all layers. */
  public long size() {
    return layers().stream().mapToLong(Layer::size).sum();
  }

  /** Returns all but the details. */
  private List<Object> fields() {
    return List.of(
        id, parentId(), tags(), repoDigests(), created(), platform(), layers(), lastTagged());
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Image other
        && fields().equals(other.fields())
        && facts.get().details.get().equals(other.facts.get().details.get());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Returns the short ID and the tags. */
  @Override
  public String toString() {
    return id.shortId() + " " + tags();
  }

  /** Makes images: each step returns a new builder, and leaves this one as it is. */
  public static final class Builder {
    private final ImageId id;
    private final Consumer<Facts> steps;

    private Builder(ImageId id, Consumer<Facts> steps) {
      this.id = id;
      this.steps = steps;
    }

    private Builder then(Consumer<Facts> step) {
      return new Builder(id, steps.andThen(step));
    }

    /** Sets the image that this one was made from. */
    public Builder parentId(ImageId parentId) {
      Optional<ImageId> parent = Optional.of(parentId);
      return then(known -> known.parentId = parent);
    }

    /** Sets the tags, in any order. */
    public Builder tags(Collection<Tag> tags) {
      List<Tag> sorted = tags.stream().sorted().toList();
      return then(known -> known.tags = sorted);
    }

    /** Sets the digests by which registries know the image, in any order. */
    public Builder repoDigests(Collection<DigestReference> repoDigests) {
      List<DigestReference> sorted = repoDigests.stream().sorted().toList();
      return then(known -> known.repoDigests = sorted);
    }

    /** Sets when the image was made. */
    public Builder created(Instant created) {
      Optional<Instant> time = Optional.of(created);
      return then(known -> known.created = time);
    }

    /** Sets what the image runs on. */
    public Builder platform(Platform platform) {
      Objects.requireNonNull(platform);
      return then(known -> known.platform = platform);
    }

    private Builder details(UnaryOperator<Details> change) {
      return then(
          known -> {
            Details changed = change.apply(known.details.get());
            known.details = () -> changed;
          });
    }

    /**
     * Takes configuration, history, author, comment and engine's version from another image, when
     * they are first asked for.
     *
     * @param source asked each time: it must remember its answer
     */
    public Builder detailsOf(Supplier<Image> source) {
      Objects.requireNonNull(source);
      return then(known -> known.details = () -> source.get().facts.get().details.get());
    }

    /** Sets how a container of the image runs. */
    public Builder config(ImageConfig config) {
      Objects.requireNonNull(config);
      return details(known -> known.config(config));
    }

    /** Sets the layers, base first. */
    public Builder layers(List<Layer> layers) {
      List<Layer> copy = List.copyOf(layers);
      return then(known -> known.layers = copy);
    }

    /** Sets the steps that made the image, oldest first. */
    public Builder history(List<HistoryEntry> history) {
      List<HistoryEntry> copy = List.copyOf(history);
      return details(known -> known.history(copy));
    }

    /** Sets who made the image. */
    public Builder author(String author) {
      Objects.requireNonNull(author);
      return details(known -> known.author(author));
    }

    /** Sets the message left by whoever made the image. */
    public Builder comment(String comment) {
      Objects.requireNonNull(comment);
      return details(known -> known.comment(comment));
    }

    /** Sets the version of the engine that made the image. */
    public Builder dockerVersion(String dockerVersion) {
      Objects.requireNonNull(dockerVersion);
      return details(known -> known.dockerVersion(dockerVersion));
    }

    /** Sets when the image was last given a tag here. */
    public Builder lastTagged(Instant lastTagged) {
      Optional<Instant> time = Optional.of(lastTagged);
      return then(known -> known.lastTagged = time);
    }

    /** Returns the image. */
    public Image build() {
      Facts made = new Facts();
      steps.accept(made);
      return new Image(id, () -> made);
    }
  }

  /** What is known of an image but its ID; it stays as it is once the image is made. */
  private static final class Facts {
    private Optional<ImageId> parentId = Optional.empty();
    private List<Tag> tags = List.of();
    private List<DigestReference> repoDigests = List.of();
    private Optional<Instant> created = Optional.empty();
    private Platform platform = Platform.of("", "");
    private List<Layer> layers = List.of();
    private Optional<Instant> lastTagged = Optional.empty();
    private Supplier<Details> details = () -> Details.NONE;

    void take(Facts other) {
      parentId = other.parentId;
      tags = other.tags;
      repoDigests = other.repoDigests;
      created = other.created;
      platform = other.platform;
      layers = other.layers;
      lastTagged = other.lastTagged;
      details = other.details;
    }
  }
}
