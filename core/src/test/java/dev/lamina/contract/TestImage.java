package dev.lamina.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.lamina.Digest;
import dev.lamina.ImageId;
import dev.lamina.Platform;
import dev.lamina.Tag;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An image to be put into an archive. Immutable: each method returns another one. */
public final class TestImage {
  private List<byte[]> layers = List.of();
  private List<String> tags = List.of();
  private List<String> steps = List.of();
  private Optional<TestImage> parent = Optional.empty();
  private Optional<String> created = Optional.of("2024-05-06T07:08:09.123456789Z");
  private Platform platform = Platform.host();
  private Map<String, String> labels = Map.of();

  private TestImage() {}

  private TestImage copy() {
    TestImage copy = new TestImage();
    copy.layers = layers;
    copy.tags = tags;
    copy.steps = steps;
    copy.parent = parent;
    copy.created = created;
    copy.platform = platform;
    copy.labels = labels;
    return copy;
  }

  /** Makes an image of layers, from the base to the top. */
  public static TestImage of(TarBuilder... layers) {
    TestImage image = new TestImage();
    image.layers = Stream.of(layers).map(TarBuilder::build).toList();
    image.steps = IntStream.range(0, layers.length).mapToObj(i -> "step " + i).toList();
    return image;
  }

  /** Makes an image of one layer that has one file. */
  public static TestImage withFile(String name, String content) {
    return of(TarBuilder.tar().file(name, content));
  }

  /** Returns the image with one more layer, this image being its parent. */
  public TestImage child(TarBuilder layer) {
    TestImage child = copy();
    child.layers = Stream.concat(layers.stream(), Stream.of(layer.build())).toList();
    child.steps = Stream.concat(steps.stream(), Stream.of("step " + steps.size())).toList();
    child.parent = Optional.of(this);
    child.tags = List.of();
    return child;
  }

  /** Returns the image with these tags. */
  public TestImage tagged(String... names) {
    TestImage copy = copy();
    copy.tags = List.of(names);
    return copy;
  }

  /** Returns the image with another history, one step for each layer. */
  public TestImage steps(String... names) {
    TestImage copy = copy();
    copy.steps = List.of(names);
    return copy;
  }

  /** Returns the image made at another time; empty for one that does not say. */
  public TestImage created(String time) {
    TestImage copy = copy();
    copy.created = Optional.of(time).filter(text -> !text.isEmpty());
    return copy;
  }

  /** Returns the image for another platform. */
  public TestImage platform(Platform other) {
    TestImage copy = copy();
    copy.platform = other;
    return copy;
  }

  /** Returns the image with a label, by which its ID differs. */
  public TestImage label(String value) {
    return labels(Map.of("which", value));
  }

  /** Returns the image with these labels. */
  public TestImage labels(Map<String, String> values) {
    TestImage copy = copy();
    copy.labels = new TreeMap<>(values);
    return copy;
  }

  /** Returns the configuration. */
  public byte[] config() {
    String labelled =
        labels.entrySet().stream()
            .map(label -> quoted(label.getKey()) + ":" + quoted(label.getValue()))
            .collect(joining(",", ",\"Labels\":{", "}"));
    return ("""
    {"architecture":%s,"config":{"Env":["PATH=/bin"],"Cmd":["/bin/sh"],"WorkingDir":"/w"%s},\
    %s"history":[%s],"os":%s,"rootfs":{"type":"layers","diff_ids":[%s]}%s}\
    """)
        .formatted(
            quoted(platform.architecture()),
            labels.isEmpty() ? "" : labelled,
            created.map(time -> "\"created\":" + quoted(time) + ",").orElse(""),
            steps.stream()
                .map(step -> "{\"created_by\":" + quoted(step) + "}")
                .collect(joining(",")),
            quoted(platform.os()),
            diffIds().stream().map(id -> quoted(id.toString())).collect(joining(",")),
            platform.variant().isEmpty() ? "" : ",\"variant\":" + quoted(platform.variant()))
        .getBytes(UTF_8);
  }

  /** Returns the ID that it gets in a store. */
  public ImageId id() {
    return new ImageId(sha256(config()));
  }

  /** Returns the layers, each an uncompressed tar. */
  public List<byte[]> layers() {
    return layers;
  }

  /** Returns the digests of the layers. */
  public List<Digest> diffIds() {
    return layers.stream().map(TestImage::sha256).toList();
  }

  /** Returns the names as they are written into an archive. */
  public List<String> names() {
    return tags;
  }

  /** Returns the tags that a store has then. */
  public List<Tag> tags() {
    return tags.stream().map(Tag::parse).toList();
  }

  /** Returns the image that this one was made from. */
  public Optional<TestImage> parent() {
    return parent;
  }

  /** Returns what it runs on. */
  public Platform platform() {
    return platform;
  }

  /** Returns the names of the steps that made it. */
  public List<String> steps() {
    return steps;
  }

  /** Returns when it was made. */
  public Optional<String> created() {
    return created;
  }

  /** Returns the SHA-256 digest of bytes. */
  public static Digest sha256(byte[] bytes) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(bytes);
      return Digest.sha256(sha256);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a text as JSON; it must not need more escapes than these. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
