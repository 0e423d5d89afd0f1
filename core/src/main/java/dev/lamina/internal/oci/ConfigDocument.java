package dev.lamina.internal.oci;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image config. Its bytes are the image's identity and are kept as they are, with whatever they
 * say that nobody here understands; the accessors return empty texts where they say nothing.
 */
public final class ConfigDocument {
  private final byte[] raw;
  private final Digest id;
  private final V1Fields fields;
  private final String osVersion;
  private final List<String> osFeatures;
  private final String rootFsType;
  private final List<Digest> diffIds;
  private final List<HistoryDocument> history;

  private ConfigDocument(byte[] raw, JsonObject json, JsonObject rootFs) {
    this.raw = raw;
    this.id = sha256(raw);
    this.fields = V1Fields.parse(json);
    this.osVersion = json.text("os.version");
    this.osFeatures = json.textsOrEmpty("os.features");
    this.rootFsType = rootFs.text("type");
    this.diffIds = rootFs.digests("diff_ids");
    this.history = history(json.objects("history"));
  }

  /**
   * Parses a config.
   *
   * @param raw the bytes, whose SHA-256 is the image ID
   * @param name what the document is called in messages
   * @throws InvalidArchiveException if no engine would take it for an image's config
   */
  public static ConfigDocument parse(byte[] raw, String name) {
    JsonObject json = Json.parseObject(raw, name);
    JsonObject rootFs = json.object("rootfs");
    if (rootFs == null) {
      throw new InvalidArchiveException("invalid image JSON, no RootFS key");
    }
    ConfigDocument config = new ConfigDocument(raw.clone(), json, rootFs);
    if (config.history.stream().filter(step -> !step.emptyLayer()).count()
        > config.diffIds.size()) {
      throw new InvalidArchiveException("too many non-empty layers in History section");
    }
    return config;
  }

  /** Returns the bytes. */
  public byte[] raw() {
    return raw.clone();
  }

  /** Returns the image ID: the digest of the bytes. */
  public Digest id() {
    return id;
  }

  /** Returns the architecture, such as {@code amd64}. */
  public String architecture() {
    return fields.architecture();
  }

  /** Returns the variant of the architecture, such as {@code v8}. */
  public String variant() {
    return fields.variant();
  }

  /** Returns the operating system as written; engines take a missing one for their own. */
  public String os() {
    return fields.os();
  }

  /** Returns the version of the operating system. */
  public String osVersion() {
    return osVersion;
  }

  /** Returns the features of the operating system that are needed. */
  public List<String> osFeatures() {
    return osFeatures;
  }

  /** Returns when the image was made; a zero time is none. */
  public Optional<Instant> created() {
    return GoTime.known(fields.created());
  }

  /** Returns when the image was made, in the offset it was written in; a zero time if unknown. */
  public OffsetDateTime createdAt() {
    return fields.created();
  }

  /** Returns who made the image. */
  public String author() {
    return fields.author();
  }

  /** Returns the message with which the image was made. */
  public String comment() {
    return fields.comment();
  }

  /** Returns the version of the engine that made the image. */
  public String dockerVersion() {
    return fields.dockerVersion();
  }

  /** Returns the ID of the container that the image was made of. */
  public String container() {
    return fields.container();
  }

  /** Returns how containers are to run, if the document has a word on that. */
  public Optional<RunConfigDocument> config() {
    return Optional.ofNullable(fields.config());
  }

  /** Returns how the container ran that the image was made of. */
  public RunConfigDocument containerConfig() {
    return fields.containerConfig();
  }

  /** Returns what the layers make up: {@code layers}. */
  public String rootFsType() {
    return rootFsType;
  }

  /** Returns the DiffIDs of the layers, base first. */
  public List<Digest> diffIds() {
    return diffIds;
  }

  /** Returns the steps in which the image was made, first one first. */
  public List<HistoryDocument> history() {
    return history;
  }

  private static List<HistoryDocument> history(@Nullable List<JsonObject> steps) {
    return steps == null ? List.of() : steps.stream().map(HistoryDocument::parse).toList();
  }

  /** Returns the fields that engines knew before there were configs. */
  V1Fields v1Fields() {
    return fields;
  }

  static Digest sha256(byte[] raw) {
    try {
      return Digest.sha256(MessageDigest.getInstance("SHA-256").digest(raw));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
