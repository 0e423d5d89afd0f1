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
  private final Optional<ImageId> parentId;
  private final List<Tag> tags;
  private final List<DigestReference> repoDigests;
  private final Optional<Instant> created;
  private final Platform platform;
  private final List<Layer> layers;
  private final Optional<Instant> lastTagged;
  private final Supplier<Details> details;

  private Image(ImageId id, Draft draft) {
    this.id = id;
    this.parentId = draft.parentId;
    this.tags = draft.tags;
    this.repoDigests = draft.repoDigests;
    this.created = draft.created;
    this.platform = draft.platform;
    this.layers = draft.layers;
    this.lastTagged = draft.lastTagged;
    this.details = draft.details;
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
    return new Builder(Objects.requireNonNull(id), draft -> {});
  }

  /** Returns a builder that has all of this. */
  public Builder toBuilder() {
    Builder builder =
        builder(id).tags(tags).repoDigests(repoDigests).platform(platform).layers(layers);
    return builder.then(
        draft -> {
          draft.parentId = parentId;
          draft.created = created;
          draft.lastTagged = lastTagged;
          draft.details = details;
        });
  }

  /** Returns the image's ID. */
  public ImageId id() {
    return id;
  }

  /** Returns the image that this one was made from, if the store knows. */
  public Optional<ImageId> parentId() {
    return parentId;
  }

  /** Returns the tags that point here. */
  public List<Tag> tags() {
    return tags;
  }

  /** Returns the digests by which registries know the image. */
  public List<DigestReference> repoDigests() {
    return repoDigests;
  }

  /** Returns when the image was made, if it says so. */
  public Optional<Instant> created() {
    return created;
  }

  /** Returns what the image runs on. */
  public Platform platform() {
    return platform;
  }

  /** Returns how a container of the image runs. */
  public ImageConfig config() {
    return details.get().config();
  }

  /** Returns the layers, base first. */
  public List<Layer> layers() {
    return layers;
  }

  /** Returns the steps that made the image, oldest first. */
  public List<HistoryEntry> history() {
    return details.get().history();
  }

  /** Returns who made the image. */
  public String author() {
    return details.get().author();
  }

  /** Returns the message in the configuration; that of a commit stands in its step of history. */
  public String comment() {
    return details.get().comment();
  }

  /** Returns the version of the engine that made the image. */
  public String dockerVersion() {
    return details.get().dockerVersion();
  }

  /** Returns when the image was last given a tag here, if ever. */
  public Optional<Instant> lastTagged() {
    return lastTagged;
  }

  /** Returns the bytes in the files of all layers. */
  public long size() {
    return layers.stream().mapToLong(Layer::size).sum();
  }

  /** Returns all but the details. */
  private List<Object> fields() {
    return List.of(id, parentId, tags, repoDigests, created, platform, layers, lastTagged);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Image other
        && fields().equals(other.fields())
        && details.get().equals(other.details.get());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Returns the short ID and the tags. */
  @Override
  public String toString() {
    return id.shortId() + " " + tags;
  }

  /** Makes images: each step returns a new builder, and leaves this one as it is. */
  public static final class Builder {
    private final ImageId id;
    private final Consumer<Draft> steps;

    private Builder(ImageId id, Consumer<Draft> steps) {
      this.id = id;
      this.steps = steps;
    }

    private Builder then(Consumer<Draft> step) {
      return new Builder(id, steps.andThen(step));
    }

    /** Sets the image that this one was made from. */
    public Builder parentId(ImageId parentId) {
      Optional<ImageId> known = Optional.of(parentId);
      return then(draft -> draft.parentId = known);
    }

    /** Sets the tags, in any order. */
    public Builder tags(Collection<Tag> tags) {
      List<Tag> sorted = tags.stream().sorted().toList();
      return then(draft -> draft.tags = sorted);
    }

    /** Sets the digests by which registries know the image, in any order. */
    public Builder repoDigests(Collection<DigestReference> repoDigests) {
      List<DigestReference> sorted = repoDigests.stream().sorted().toList();
      return then(draft -> draft.repoDigests = sorted);
    }

    /** Sets when the image was made. */
    public Builder created(Instant created) {
      Optional<Instant> known = Optional.of(created);
      return then(draft -> draft.created = known);
    }

    /** Sets what the image runs on. */
    public Builder platform(Platform platform) {
      Objects.requireNonNull(platform);
      return then(draft -> draft.platform = platform);
    }

    private Builder details(UnaryOperator<Details> change) {
      return then(
          draft -> {
            Details changed = change.apply(draft.details.get());
            draft.details = () -> changed;
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
      return then(draft -> draft.details = () -> source.get().details.get());
    }

    /** Sets how a container of the image runs. */
    public Builder config(ImageConfig config) {
      Objects.requireNonNull(config);
      return details(known -> known.config(config));
    }

    /** Sets the layers, base first. */
    public Builder layers(List<Layer> layers) {
      List<Layer> copy = List.copyOf(layers);
      return then(draft -> draft.layers = copy);
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
      Optional<Instant> known = Optional.of(lastTagged);
      return then(draft -> draft.lastTagged = known);
    }

    /** Returns the image. */
    public Image build() {
      Draft draft = new Draft();
      steps.accept(draft);
      return new Image(id, draft);
    }
  }

  /** An image in the making, seen by one call of {@link Builder#build} only. */
  private static final class Draft {
    private Optional<ImageId> parentId = Optional.empty();
    private List<Tag> tags = List.of();
    private List<DigestReference> repoDigests = List.of();
    private Optional<Instant> created = Optional.empty();
    private Platform platform = Platform.of("", "");
    private List<Layer> layers = List.of();
    private Optional<Instant> lastTagged = Optional.empty();
    private Supplier<Details> details = () -> Details.NONE;
  }
}
