package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ImageTest {
  private static final ImageId ID = ImageId.parse("0123456789abcdef".repeat(4));
  private static final Digest DIGEST = new Digest("sha256", "a".repeat(64));
  private static final Instant TIME = Instant.parse("2024-05-17T01:02:03.000000004Z");
  private static final HistoryEntry STEP =
      new HistoryEntry(Optional.of(TIME), "CMD", "ada", "greet", true);

  private static Image.Builder full() {
    return Image.builder(ID)
        .parentId(ImageId.parse("1".repeat(64)))
        .tags(List.of(Tag.parse("b:1"), Tag.parse("localhost/a"), Tag.parse("a/z:1")))
        .repoDigests(List.of(DigestReference.of(Repository.parse("app"), DIGEST)))
        .created(TIME)
        .platform(Platform.of("linux", "amd64"))
        .config(ImageConfig.builder().user("1000").build())
        .layers(List.of(new Layer(DIGEST, DIGEST, 3), new Layer(DIGEST, DIGEST, 4)))
        .history(List.of(STEP))
        .author("ada")
        .comment("greet")
        .dockerVersion("20.10.24")
        .lastTagged(TIME);
  }

  @Test
  void image_built_hasAll() {
    Image image = full().build();

    assertThat(image.id()).isEqualTo(ID);
    assertThat(image.parentId()).contains(ImageId.parse("1".repeat(64)));
    assertThat(image.tags())
        .map(Tag::toString)
        .containsExactly("a/z:1", "b:1", "localhost/a:latest");
    assertThat(image.repoDigests()).map(Object::toString).containsExactly("app@" + DIGEST);
    assertThat(image.created()).contains(TIME);
    assertThat(image.platform()).hasToString("linux/amd64");
    assertThat(image.config().user()).isEqualTo("1000");
    assertThat(image.layers()).map(Layer::size).containsExactly(3L, 4L);
    assertThat(image.size()).isEqualTo(7);
    assertThat(image.history()).containsExactly(STEP);
    assertThat(image.author()).isEqualTo("ada");
    assertThat(image.comment()).isEqualTo("greet");
    assertThat(image.dockerVersion()).isEqualTo("20.10.24");
    assertThat(image.lastTagged()).contains(TIME);
    assertThat(image).hasToString("0123456789ab [a/z:1, b:1, localhost/a:latest]");
  }

  @Test
  void image_idOnly_restIsEmpty() {
    Image image = Image.builder(ID).build();

    assertThat(image.parentId()).isEmpty();
    assertThat(image.tags()).isEmpty();
    assertThat(image.created()).isEmpty();
    assertThat(image.platform()).hasToString("unknown");
    assertThat(image.config()).isEqualTo(ImageConfig.empty());
    assertThat(image.size()).isZero();
  }

  @Test
  void equals_sameFields_equal() {
    assertThat(full().build()).isEqualTo(full().build()).hasSameHashCodeAs(full().build());
    assertThat(full().build().toBuilder().build()).isEqualTo(full().build());
    assertThat(full().build()).isNotEqualTo(Image.builder(ID).build());
  }

  static Stream<UnaryOperator<Image.Builder>> changes() {
    return Stream.of(
        image -> image.parentId(ID),
        image -> image.tags(List.of()),
        image -> image.repoDigests(List.of()),
        image -> image.created(Instant.EPOCH),
        image -> image.platform(Platform.of("", "")),
        image -> image.config(ImageConfig.empty()),
        image -> image.layers(List.of()),
        image -> image.history(List.of()),
        image -> image.author(""),
        image -> image.comment(""),
        image -> image.dockerVersion(""),
        image -> image.lastTagged(Instant.EPOCH));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void equals_oneFieldDiffers_notEqual(UnaryOperator<Image.Builder> change) {
    Image.Builder builder = full();
    Image changed = change.apply(builder).build();

    assertThat(changed).isNotEqualTo(full().build());
    assertThat(builder.build()).as("builder is as it was").isEqualTo(full().build());
  }

  @Test
  void lists_changedByCaller_imageIsNot() {
    List<Layer> layers = new ArrayList<>(List.of(new Layer(DIGEST, DIGEST, 1)));
    Image.Builder builder = Image.builder(ID).layers(layers);
    layers.clear();
    Image image = builder.build();

    assertThat(image.layers()).hasSize(1);
    assertThatThrownBy(() -> image.layers().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> image.tags().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static ImageConfig.Builder fullConfig() {
    return ImageConfig.builder()
        .user("1000:1000")
        .env(List.of("B=2", "A=1"))
        .entrypoint(List.of("java"))
        .cmd(List.of("-version"))
        .workingDir("/app")
        .labels(Map.of("b", "2", "a", "1", "c", "3"))
        .exposedPorts(Set.of("80/tcp", "443/tcp"))
        .volumes(Set.of("/var", "/data"))
        .stopSignal("SIGTERM");
  }

  @Test
  void config_built_hasAll() {
    ImageConfig config = fullConfig().build();

    assertThat(config.user()).isEqualTo("1000:1000");
    assertThat(config.env()).containsExactly("B=2", "A=1");
    assertThat(config.entrypoint()).containsExactly("java");
    assertThat(config.cmd()).containsExactly("-version");
    assertThat(config.workingDir()).isEqualTo("/app");
    assertThat(config.labels().keySet()).containsExactly("a", "b", "c");
    assertThat(config.exposedPorts()).containsExactly("443/tcp", "80/tcp");
    assertThat(config.volumes()).containsExactly("/data", "/var");
    assertThat(config.stopSignal()).isEqualTo("SIGTERM");
    assertThat(config.toBuilder().build()).isEqualTo(config).hasSameHashCodeAs(config);
    assertThatThrownBy(() -> config.labels().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  static Stream<UnaryOperator<ImageConfig.Builder>> configChanges() {
    return Stream.of(
        config -> config.user(""),
        config -> config.env(List.of("A=1", "B=2")),
        config -> config.entrypoint(List.of()),
        config -> config.cmd(List.of()),
        config -> config.workingDir(""),
        config -> config.labels(Map.of()),
        config -> config.exposedPorts(Set.of()),
        config -> config.volumes(Set.of()),
        config -> config.stopSignal(""));
  }

  @ParameterizedTest
  @MethodSource("configChanges")
  void configEquals_oneFieldDiffers_notEqual(UnaryOperator<ImageConfig.Builder> change) {
    ImageConfig.Builder builder = fullConfig();
    ImageConfig changed = change.apply(builder).build();

    assertThat(changed).isNotEqualTo(fullConfig().build());
    assertThat(builder.build()).isEqualTo(fullConfig().build());
  }

  @Test
  void descriptor_annotations_sortedCopy() {
    Map<String, String> annotations = new TreeMap<>(Map.of("b", "2", "a", "1"));
    Descriptor descriptor =
        new Descriptor("text/plain", DIGEST, 3, Optional.of(Platform.host()), annotations);
    annotations.clear();

    assertThat(descriptor.annotations()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    assertThatThrownBy(() -> descriptor.annotations().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(Descriptor.of("text/plain", DIGEST, 3).platform()).isEmpty();
  }

  @Test
  void descriptor_negativeSize_refused() {
    assertThatThrownBy(() -> Descriptor.of("text/plain", DIGEST, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("negative size");
  }
}
