package dev.lamina.internal.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.VariantRecord;
import dev.lamina.internal.lifecycle.DiskUsageCalculator.Total;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an engine 20.10.24 printed for the same images, and what it does not know. */
final class DiskUsageCalculatorTest {
  private StoreState state = StoreState.empty();

  /** The digest of a name: of an image, or of a layer, whose name begins with its size. */
  private static Digest digest(String name) {
    try {
      return Digest.sha256(MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Digest> digests(String layers) {
    return Stream.of(layers.split(" ")).map(DiskUsageCalculatorTest::digest).toList();
  }

  private void putLayers(String layers) {
    for (String layer : layers.split(" ")) {
      long size = Long.parseLong(layer.replaceAll("[a-z]", ""));
      LayerForm form = new LayerForm(digest(layer + " blob"), size, "plain");
      apply(new Change.PutLayer(new LayerRecord(digest(layer), size, size, List.of(form))));
    }
  }

  private void apply(Change change) {
    state = state.apply(change);
  }

  private ImageRecord.Builder record(String name, int created, String layers) {
    return ImageRecord.builder(digest(name))
        .created(Instant.ofEpochSecond(created))
        .diffIds(digests(layers));
  }

  private void put(ImageRecord image) {
    apply(new Change.PutImage(image));
  }

  private void image(String name, int created, String layers) {
    putLayers(layers);
    put(record(name, created, layers).build());
  }

  private void child(String name, int created, String layers, String parent) {
    putLayers(layers);
    put(record(name, created, layers).parent(digest(parent)).build());
  }

  private void tag(String... names) {
    for (String name : names) {
      apply(new Change.PutReference("docker.io/library/" + name + ":1", digest(name)));
    }
  }

  private void container(String name, String image) {
    apply(
        new Change.PutContainer(
            new ContainerRecord(
                digest(name).hex(),
                name,
                digest(image),
                image,
                state.image(digest(image)).orElseThrow().diffIds(),
                "{}",
                Map.of(),
                Instant.EPOCH,
                ContainerRecord.CREATED,
                Optional.empty(),
                Optional.empty(),
                0,
                "")));
  }

  /** The images of most recordings: a base, two lines from it, two with one layer. */
  private void fork() {
    image("base", 1, "1000");
    child("mid", 2, "1000 2000", "base");
    child("leaf", 3, "1000 2000 3000", "mid");
    child("fork", 4, "1000 6000", "base");
    image("other", 5, "4000");
    image("twin", 6, "4000");
    tag("base", "mid", "leaf", "fork", "other", "twin");
  }

  /** Returns a line for each image: name, shared and unique bytes, containers. */
  private static List<String> lines(Total total, String... names) {
    Map<Digest, String> known = new HashMap<>();
    Stream.of(names).forEach(name -> known.put(digest(name), name));
    return total.images().stream()
        .map(
            usage ->
                "%s %d %d %d"
                    .formatted(
                        known.get(usage.image().id()),
                        usage.sharedBytes(),
                        usage.uniqueBytes(),
                        usage.containers()))
        .toList();
  }

  @Test
  void total_noImages_isNothing() {
    Total total = DiskUsageCalculator.total(state);

    assertThat(total).isEqualTo(new Total(List.of(), 0, 0));
  }

  @Test
  void total_unrelatedImages_isAsRecorded() {
    int[] sizes = {
      0, 1, 999, 1000, 1023, 1024, 9994, 9995, 99949, 99950, 999499, 999500, 1000000, 12345678
    };
    IntStream.range(0, sizes.length)
        .forEach(i -> image("size" + i, i, sizes[i] + "" + (char) ('a' + i)));

    Total total = DiskUsageCalculator.total(state);

    assertThat(total.images()).hasSize(14).allMatch(usage -> usage.sharedBytes() == 0);
    assertThat(total.layersBytes()).isEqualTo(15_568_612); // 15.57MB
    assertThat(total.reclaimableBytes()).isEqualTo(15_568_612); // 100%
  }

  @Test
  void total_imagesThatShare_isAsRecorded() {
    fork();
    container("c1", "other");

    Total total = DiskUsageCalculator.total(state);

    assertThat(lines(total, "twin", "other", "fork", "leaf", "mid", "base"))
        .containsExactly(
            "twin 4000 0 0",
            "other 4000 0 1",
            "fork 1000 6000 0",
            "leaf 3000 3000 0",
            "mid 3000 0 0",
            "base 1000 0 0");
    assertThat(total.layersBytes()).isEqualTo(16_000);
    assertThat(total.reclaimableBytes()).isEqualTo(16_000); // 100%, with one image in use.
  }

  @Test
  void total_withIntermediateImage_isAsRecorded() {
    fork();
    container("c1", "other");
    apply(new Change.RemoveReference("docker.io/library/mid:1"));

    Total total = DiskUsageCalculator.total(state);

    assertThat(total.images()).hasSize(5);
    assertThat(total.layersBytes()).isEqualTo(16_000);
    assertThat(total.reclaimableBytes()).isEqualTo(16_000);
  }

  @Test
  void total_imagesWithContainersOnSharedLayers_isAsRecorded() {
    image("pqc", 1, "682702a");
    image("lbase", 2, "682702b");
    child("between", 3, "682702b 1000", "lbase");
    child("ltop", 4, "682702b 1000 2000", "between");
    child("lmeta", 5, "682702b 1000 2000", "ltop");
    image("bare", 6, "682702c");
    image("barer", 7, "682702d");
    tag("pqc", "lbase", "ltop", "lmeta");
    container("c1", "ltop");
    container("c2", "lbase");

    Total total = DiskUsageCalculator.total(state);

    assertThat(lines(total, "barer", "bare", "lmeta", "ltop", "lbase", "pqc"))
        .containsExactly(
            "barer 0 682702 0",
            "bare 0 682702 0",
            "lmeta 685702 0 0",
            "ltop 685702 0 1",
            "lbase 682702 0 1",
            "pqc 0 682702 0");
    assertThat(total.layersBytes()).isEqualTo(2_733_808); // 2.734MB
    assertThat(total.reclaimableBytes()).isEqualTo(2_733_808); // 100%, with two of six in use.
  }

  @Test
  void total_imageWithContainersAndOwnLayers_holdsThese() {
    fork();
    container("c1", "fork");
    container("c2", "fork");

    Total total = DiskUsageCalculator.total(state);

    assertThat(lines(total, "fork")).contains("fork 1000 6000 2");
    assertThat(total.layersBytes()).isEqualTo(16_000);
    assertThat(total.reclaimableBytes()).isEqualTo(10_000);
  }

  @Test
  void total_sameLayerOnOthers_isAnotherOne() {
    image("alone", 1, "500");
    image("above", 2, "10 500");

    Total total = DiskUsageCalculator.total(state);

    assertThat(lines(total, "above", "alone")).containsExactly("above 0 510 0", "alone 0 500 0");
    assertThat(total.layersBytes()).isEqualTo(1010);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "nothing, 0",
    "other, 0",
    "twin, 0",
    "other twin, 4000",
    "other other twin, 4000",
    "leaf, 3000",
    "mid, 0",
    "mid leaf, 5000",
    "leaf fork, 9000",
    "base mid leaf, 5000",
    "base mid leaf fork, 12000",
    "base mid leaf fork other twin, 16000",
  })
  void freedBy_images_areLayersThatOnlyTheyHave(String names, long bytes) {
    fork();

    assertThat(DiskUsageCalculator.freedBy(state, digests(names))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"leaf, 5000", "leaf fork, 11000", "fork, 6000"})
  void freedBy_imagesMadeFromNameless_areTheirsToo(String names, long bytes) {
    fork();
    apply(new Change.RemoveReference("docker.io/library/mid:1"));

    assertThat(DiskUsageCalculator.freedBy(state, digests(names))).isEqualTo(bytes);
  }

  @Test
  void freedBy_imageOfContainer_isNothing() {
    fork();
    container("c1", "leaf");

    assertThat(DiskUsageCalculator.freedBy(state, digests("base mid leaf fork"))).isEqualTo(6000);
  }

  @Test
  void freedBy_parentOfContainer_staysWithWhatItHas() {
    fork();
    apply(new Change.RemoveReference("docker.io/library/mid:1"));
    container("c1", "mid");

    assertThat(DiskUsageCalculator.freedBy(state, digests("leaf"))).isEqualTo(3000);
  }

  @Test
  void freedBy_layerOfOthersVariant_stays() {
    fork();
    VariantRecord variant =
        new VariantRecord(
            "linux", "arm", "", "", digest("config"), digest("manifest"), digests("4000"));
    putLayers("7");
    put(record("many", 7, "7").variants(List.of(variant)).build());

    assertThat(DiskUsageCalculator.freedBy(state, digests("other twin"))).isZero();
    assertThat(DiskUsageCalculator.freedBy(state, digests("other twin many"))).isEqualTo(4007);
  }
}
