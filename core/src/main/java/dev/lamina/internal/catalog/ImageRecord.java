package dev.lamina.internal.catalog;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the catalogue knows of an image: what listing, resolving and removing ask for. The rest is
 * in its config, the blob whose digest is the ID.
 *
 * @param id the digest of the config
 * @param parent the image it was made from, where that is known
 * @param created when it was made, if its config says so
 * @param os the operating system; empty if unknown, like the three that follow
 * @param architecture the processor
 * @param variant the kind of that processor
 * @param osVersion the version of the operating system
 * @param diffIds its layers, base to top; one may occur twice
 * @param lastTagged when it was last given a tag
 * @param manifests the documents kept for it
 * @param variants the images for other platforms kept below it
 * @param blobs further blobs that have to be kept as long as the image is, such as the forms of its
 *     layers that a kept manifest names
 * @param labels the labels in its config; absent if that says nothing of how containers run, which
 *     filters tell from no labels
 */
public record ImageRecord(
    Digest id,
    Optional<Digest> parent,
    Optional<Instant> created,
    String os,
    String architecture,
    String variant,
    String osVersion,
    List<Digest> diffIds,
    Optional<Instant> lastTagged,
    List<BlobRef> manifests,
    List<VariantRecord> variants,
    List<Digest> blobs,
    Optional<Map<String, String>> labels) {
  /** Makes a record with copies of the lists. */
  public ImageRecord {
    diffIds = List.copyOf(diffIds);
    manifests = List.copyOf(manifests);
    variants = List.copyOf(variants);
    blobs = List.copyOf(blobs);
    labels = labels.map(Map::copyOf);
  }

  /** Returns a builder of a record that has an ID and nothing else. */
  public static Builder builder(Digest id) {
    return new Builder(id);
  }

  /** Returns a builder that begins with this record. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Returns the image's stack of layers, and those of its variants. */
  public Stream<List<Digest>> stacks() {
    return Stream.concat(Stream.of(diffIds), variants.stream().map(VariantRecord::diffIds));
  }

  /** Returns the layers that the image needs, those of its variants included, each once. */
  public Stream<Digest> neededLayers() {
    return Stream.concat(diffIds.stream(), variants.stream().flatMap(v -> v.diffIds().stream()))
        .distinct();
  }

  /**
   * Returns the blobs that the image names: configs, manifests and {@link #blobs}, each once. A
   * layer that it needs and of which it names no form is to be kept in any one form.
   */
  public Stream<Digest> namedBlobs() {
    Stream<Digest> own = Stream.concat(Stream.of(id), manifests.stream().map(BlobRef::digest));
    Stream<Digest> others = variants.stream().flatMap(v -> Stream.of(v.config(), v.manifest()));
    return Stream.of(own, others, blobs.stream()).flatMap(s -> s).distinct();
  }

  /** Makes image records, field by field. */
  public static final class Builder {
    private final Digest id;
    private Optional<Digest> parent = Optional.empty();
    private Optional<Instant> created = Optional.empty();
    private String os = "";
    private String architecture = "";
    private String variant = "";
    private String osVersion = "";
    private List<Digest> diffIds = List.of();
    private Optional<Instant> lastTagged = Optional.empty();
    private List<BlobRef> manifests = List.of();
    private List<VariantRecord> variants = List.of();
    private List<Digest> blobs = List.of();
    private Optional<Map<String, String>> labels = Optional.empty();

    private Builder(Digest id) {
      this.id = id;
    }

    private Builder(ImageRecord image) {
      id = image.id;
      parent = image.parent;
      created = image.created;
      os = image.os;
      architecture = image.architecture;
      variant = image.variant;
      osVersion = image.osVersion;
      diffIds = image.diffIds;
      lastTagged = image.lastTagged;
      manifests = image.manifests;
      variants = image.variants;
      blobs = image.blobs;
      labels = image.labels;
    }

    /** Sets the image it was made from. */
    public Builder parent(Digest value) {
      parent = Optional.of(value);
      return this;
    }

    /** Sets when it was made. */
    @CanIgnoreReturnValue
    public Builder created(Instant value) {
      created = Optional.of(value);
      return this;
    }

    /** Sets operating system and processor. */
    public Builder platform(String operatingSystem, String processor) {
      os = operatingSystem;
      architecture = processor;
      return this;
    }

    /** Sets the kind of the processor. */
    public Builder variant(String value) {
      variant = value;
      return this;
    }

    /** Sets the version of the operating system. */
    public Builder osVersion(String value) {
      osVersion = value;
      return this;
    }

    /** Sets the layers, base to top. */
    public Builder diffIds(List<Digest> value) {
      diffIds = value;
      return this;
    }

    /** Sets when it was last given a tag. */
    @CanIgnoreReturnValue
    public Builder lastTagged(Instant value) {
      lastTagged = Optional.of(value);
      return this;
    }

    /** Sets the documents kept for it. */
    public Builder manifests(List<BlobRef> value) {
      manifests = value;
      return this;
    }

    /** Sets the images for other platforms. */
    public Builder variants(List<VariantRecord> value) {
      variants = value;
      return this;
    }

    /** Sets the further blobs that have to be kept. */
    public Builder blobs(List<Digest> value) {
      blobs = value;
      return this;
    }

    /** Sets the labels of containers. */
    public Builder labels(Map<String, String> value) {
      labels = Optional.of(value);
      return this;
    }

    /** Returns the record. */
    public ImageRecord build() {
      return new ImageRecord(
          id,
          parent,
          created,
          os,
          architecture,
          variant,
          osVersion,
          diffIds,
          lastTagged,
          manifests,
          variants,
          blobs,
          labels);
    }
  }
}
