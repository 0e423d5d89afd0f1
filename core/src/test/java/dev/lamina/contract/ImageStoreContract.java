package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.ids;
import static dev.lamina.contract.StoreContract.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DigestReference;
import dev.lamina.HistoryEntry;
import dev.lamina.Image;
import dev.lamina.ImageConfig;
import dev.lamina.ImageId;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.Images;
import dev.lamina.Inspection;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Layer;
import dev.lamina.Mounting;
import dev.lamina.Platform;
import dev.lamina.StoreInfo;
import dev.lamina.Tag;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How images are listed, named, described, and how a store is closed. */
public interface ImageStoreContract extends StoreContract {
  /** An image that tests need when they need any. */
  TestImage ANY = TestImage.withFile("any", "any");

  @Test
  default void images_ofNewStore_areNone() {
    try (ImageStore store = newStore()) {
      Images images = store.images();

      assertThat(images.all()).isEmpty();
      assertThat(images.list()).isEmpty();
      assertThat(images.stream()).isEmpty();
      assertThat(images.first()).isEmpty();
      assertThat(images.count()).isZero();
      assertThat(images.iterator().hasNext()).isFalse();
    }
  }

  @Test
  default void list_imagesOfSeveralTimes_newestSecondFirstThenById() {
    TestImage lateInSecond = ANY.created("2024-01-01T00:00:01.9Z").tagged("a:1");
    TestImage earlyInSecond = ANY.created("2024-01-01T00:00:01.1Z").tagged("b:1");
    TestImage inSecond = ANY.created("2024-01-01T00:00:01Z").tagged("c:1");
    TestImage newest = ANY.created("2024-01-01T00:00:02Z").tagged("d:1");
    TestImage timeless = ANY.created("").tagged("e:1");
    try (ImageStore store = newStore()) {
      load(store, timeless, lateInSecond, newest, earlyInSecond, inSecond);

      List<ImageId> expected = new ArrayList<>(List.of(newest.id()));
      Stream.of(lateInSecond, earlyInSecond, inSecond)
          .map(TestImage::id)
          .sorted(Comparator.comparing(ImageId::toString))
          .forEach(expected::add);
      expected.add(timeless.id());
      assertThat(ids(store.images().list())).isEqualTo(expected);
      assertThat(ids(store.images().all())).isEqualTo(expected);
    }
  }

  @Test
  default void list_withIntermediateImage_leavesItOut() {
    TestImage base = TestImage.withFile("a", "1");
    TestImage middle = base.child(TarBuilder.tar().file("b", "2")).created("2024-01-02T00:00:00Z");
    TestImage top = middle.child(TarBuilder.tar().file("c", "3")).created("2024-01-03T00:00:00Z");
    try (ImageStore store = newStore()) {
      load(store, base.tagged("base:1"), middle, top);

      Images images = store.images();
      assertThat(ids(images.all())).containsExactlyInAnyOrder(top.id(), middle.id(), base.id());
      assertThat(ids(images.list())).containsExactlyInAnyOrder(top.id(), base.id());
      assertThat(images).containsExactlyElementsOf(images.list());
      assertThat(images.stream()).containsExactlyElementsOf(images.list());
      assertThat(images.first()).contains(images.list().get(0));
      assertThat(images.count()).isEqualTo(2);
      assertThat(store.info().images()).isEqualTo(3);
    }
  }

  @Test
  default void images_takenBeforeLoad_showsWhatIsThereWhenAsked() {
    try (ImageStore store = newStore()) {
      Images images = store.images();
      List<Image> before = images.list();

      load(store, ANY.tagged("a:1"));

      assertThat(before).isEmpty();
      assertThat(ids(images.list())).containsExactly(ANY.id());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app",
        "app:latest",
        "library/app",
        "docker.io/library/app:latest",
        "index.docker.io/app"
      })
  default void image_nameInAnyForm_isFound(String name) {
    try (ImageStore store = newStore()) {
      load(store, ANY.tagged("app:latest", "team/app:2"));

      assertThat(store.image(name).id()).isEqualTo(ANY.id());
      assertThat(store.findImage(name)).contains(store.image(ANY.id()));
      assertThat(store.findImage("team/app:2")).isPresent();
      assertThat(store.findImage("team/app")).isEmpty();
      assertThat(store.findImage("app:2")).isEmpty();
    }
  }

  @Test
  default void image_idOfAnyLength_isFound() {
    String hex = ANY.id().digest().hex();
    try (ImageStore store = newStore()) {
      load(store, ANY);

      for (int length = 1; length <= hex.length(); length++) {
        String prefix = hex.substring(0, length);
        assertThat(store.image(prefix).id()).as(prefix).isEqualTo(ANY.id());
        assertThat(store.image("sha256:" + prefix).id()).as(prefix).isEqualTo(ANY.id());
      }
    }
  }

  @Test
  default void image_tagThatIsAnotherIdsBeginning_isTheTagged() {
    TestImage other = TestImage.withFile("other", "other");
    String prefix = other.id().digest().hex().substring(0, 12);
    try (ImageStore store = newStore()) {
      load(store, ANY.tagged(prefix + ":latest"), other);

      assertThat(store.image(prefix).id()).isEqualTo(ANY.id());
      assertThat(store.image("sha256:" + prefix).id()).isEqualTo(other.id());
      assertThat(store.image(prefix.substring(0, 11)).id()).isEqualTo(other.id());
      assertThat(store.image(other.id().digest().hex()).id()).isEqualTo(other.id());
    }
  }

  @Test
  default void image_ambiguousBeginning_isNotFoundUntilItIsUnique() {
    TestImage[] images =
        IntStream.range(0, 17).mapToObj(i -> ANY.label("image " + i)).toArray(TestImage[]::new);
    Map<Character, String> seen = new HashMap<>();
    String one = "";
    String other = "";
    for (TestImage image : images) { // Of 17 images, two share the first digit.
      String hex = image.id().digest().hex();
      String before = seen.put(hex.charAt(0), hex);
      if (before != null) {
        one = before;
        other = hex;
        break;
      }
    }
    int common = 1;
    while (one.charAt(common) == other.charAt(common)) {
      common++;
    }
    String ambiguous = one.substring(0, 1);
    String unique = one.substring(0, 20);
    try (ImageStore store = newStore()) {
      load(store, images);

      assertThat(store.findImage(ambiguous)).isEmpty();
      assertThat(store.findImage("sha256:" + ambiguous)).isEmpty();
      assertThatThrownBy(() -> store.image(ambiguous))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage("No such image: " + ambiguous + ":latest");
      assertThat(store.image(unique).id().digest().hex()).isEqualTo(one);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nosuch, nosuch:latest",
    "nosuch:2, nosuch:2",
    "docker.io/library/nosuch, nosuch:latest",
    "example.com/a/b, example.com/a/b:latest",
    "deadbeef, deadbeef:latest",
    "sha256:zz, sha256:zz",
    "sha256:0123, sha256:0123",
    "0000000000000000000000000000000000000000000000000000000000000000,"
        + " sha256:0000000000000000000000000000000000000000000000000000000000000000",
    "sha256:0000000000000000000000000000000000000000000000000000000000000000,"
        + " sha256:0000000000000000000000000000000000000000000000000000000000000000",
    "000000000000000000000000000000000000000000000000000000000000000,"
        + " 000000000000000000000000000000000000000000000000000000000000000:latest",
    "nosuch@sha256:0000000000000000000000000000000000000000000000000000000000000000,"
        + " nosuch@sha256:0000000000000000000000000000000000000000000000000000000000000000",
    "nosuch:1@sha256:0000000000000000000000000000000000000000000000000000000000000000,"
        + " nosuch:1@sha256:0000000000000000000000000000000000000000000000000000000000000000",
  })
  default void image_missing_saysSoAsTheEngine(String text, String printed) {
    try (ImageStore store = newStore()) {
      load(store, ANY.tagged("app:1"));

      assertThat(store.findImage(text)).isEmpty();
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> store.image(text), () -> store.inspect(text), () -> store.mount(text))) {
        assertThatThrownBy(call)
            .isInstanceOf(ImageNotFoundException.class)
            .hasMessage("No such image: " + printed)
            .extracting(e -> ((ImageNotFoundException) e).reference())
            .isEqualTo(printed);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Foo, invalid reference format: repository name must be lowercase",
    "a//b, invalid reference format",
    "-a, invalid reference format",
    "a:, invalid reference format",
    "'a b', invalid reference format",
    "sha256:, invalid reference format",
    "a@sha256:0123, invalid reference format",
  })
  default void image_textThatIsNoReference_isRefusedAsByTheEngine(String text, String message) {
    try (ImageStore store = newStore()) {
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> store.image(text),
              () -> store.findImage(text),
              () -> store.inspect(text),
              () -> store.mount(text))) {
        assertThatThrownBy(call)
            .isInstanceOf(InvalidReferenceException.class)
            .hasMessage(message)
            .extracting(e -> ((InvalidReferenceException) e).text())
            .isEqualTo(text);
      }
    }
  }

  @Test
  default void image_exactReference_hasNoFallback() {
    String prefix = ANY.id().digest().hex().substring(0, 12);
    Tag likeId = Tag.parse(prefix);
    DigestReference digest = DigestReference.parse("app@" + ANY.id().digest());
    try (ImageStore store = newStore()) {
      load(store, ANY.tagged("app:1"));

      assertThat(store.image(Tag.parse("app:1")).id()).isEqualTo(ANY.id());
      assertThat(store.image(ANY.id())).isEqualTo(store.image("app:1"));
      assertThat(store.inspect(ANY.id()).image()).isEqualTo(store.image("app:1"));
      assertThat(store.findImage(prefix)).isPresent();
      assertThat(store.findImage(likeId)).isEmpty();
      assertThat(store.findImage(digest)).isEmpty();
      assertThatThrownBy(() -> store.image(likeId))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage("No such image: " + prefix + ":latest");
      assertThatThrownBy(() -> store.mount(digest))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage("No such image: app@" + ANY.id().digest());
    }
  }

  @Test
  default void image_hasAllOfItsConfiguration() {
    TestImage parent = TestImage.withFile("a", "12345");
    TestImage test =
        parent
            .child(TarBuilder.tar().file("b", "123"))
            .label("x")
            .tagged("b:1", "a:2", "localhost:5000/z:1", "team/c:1");
    try (ImageStore store = newStore()) {
      load(store, parent, test);

      Image image = store.image("b:1");
      assertThat(image.id()).isEqualTo(test.id());
      assertThat(image.tags())
          .extracting(Tag::toString)
          .containsExactly("a:2", "b:1", "team/c:1", "localhost:5000/z:1");
      assertThat(image.repoDigests()).isEmpty();
      assertThat(image.parentId()).contains(parent.id());
      assertThat(image.created()).contains(Instant.parse("2024-05-06T07:08:09.123456789Z"));
      assertThat(image.platform()).isEqualTo(Platform.host());
      assertThat(image.config())
          .isEqualTo(
              ImageConfig.builder()
                  .env(List.of("PATH=/bin"))
                  .cmd(List.of("/bin/sh"))
                  .workingDir("/w")
                  .labels(Map.of("which", "x"))
                  .build());
      assertThat(image.history())
          .extracting(HistoryEntry::createdBy)
          .containsExactly("step 0", "step 1");
      assertThat(image.layers())
          .containsExactly(
              new Layer(test.diffIds().get(0), Layer.chainIds(test.diffIds()).get(0), 5),
              new Layer(test.diffIds().get(1), Layer.chainIds(test.diffIds()).get(1), 3));
      assertThat(image.size()).isEqualTo(8);
      assertThat(image.lastTagged()).isEmpty();
      assertThat(store.image(image.id())).isEqualTo(image);
    }
  }

  /** Directories and whiteouts count nothing, a symbolic link its target, a hard link once. */
  @Test
  default void size_isWhatEnginesCount() {
    TarBuilder base = TarBuilder.tar().directory("d").file("d/a", "12345").hardLink("d/b", "d/a");
    TarBuilder top =
        TarBuilder.tar()
            .symlink("l", "d/a")
            .whiteout("d/b")
            .opaque("e")
            .fifo("p")
            .sparse("s", 100_000, 50_000, "x");
    try (ImageStore store = newStore()) {
      Image image = load(store, TestImage.of(base, top)).get(0);

      assertThat(image.layers()).extracting(Layer::size).containsExactly(5L, 100_003L);
    }
  }

  @Test
  default void image_whoseTagMoved_isAnotherValue() {
    TestImage other = TestImage.withFile("other", "other");
    try (ImageStore store = newStore()) {
      load(store, ANY.tagged("app:1"));
      Image before = store.image("app:1");

      load(store, other.tagged("app:1"));

      assertThat(before.tags()).containsExactly(Tag.parse("app:1"));
      assertThat(store.image(ANY.id()).tags()).isEmpty();
      assertThat(store.image(ANY.id())).isNotEqualTo(before);
      assertThat(store.image("app:1").id()).isEqualTo(other.id());
    }
  }

  @Test
  default void inspect_image_isTheEnginesArray() {
    try (ImageStore store = newStore()) {
      load(store, ANY.tagged("b:1", "a:1"));

      Inspection inspection = store.inspect("b:1");

      assertThat(inspection.image()).isEqualTo(store.image("b:1"));
      assertThat(inspection.toJson())
          .startsWith("[\n    {\n        \"Id\": \"" + ANY.id() + "\",\n")
          .contains(
              "        \"RepoTags\": [\n            \"a:1\",\n            \"b:1\"\n        ],\n")
          .contains("        \"RepoDigests\": [],\n        \"Parent\": \"\",\n")
          .contains("        \"Created\": \"2024-05-06T07:08:09.123456789Z\",\n")
          .contains("        \"Size\": 3,\n        \"VirtualSize\": 3,\n")
          .contains("            \"Name\": \"" + store.info().storage() + "\"")
          .contains("                \"" + ANY.diffIds().get(0) + "\"\n")
          .endsWith("\n    }\n]\n");
      assertThat(Inspection.toJson(List.of(inspection, inspection)))
          .hasSize(2 * inspection.toJson().length() - "[\n]\n".length() + ",".length());
    }
  }

  @Test
  default void info_countsImagesAndLayers() {
    TestImage base = TestImage.withFile("a", "1");
    try (ImageStore store = newStore()) {
      StoreInfo empty = store.info();
      load(store, base, base.child(TarBuilder.tar().file("b", "2")), ANY);

      assertThat(empty.images()).isZero();
      assertThat(empty.layers()).isZero();
      assertThat(empty.storage()).isNotEmpty();
      StoreInfo info = store.info();
      assertThat(info.storage()).isEqualTo(empty.storage());
      assertThat(info.root()).isEqualTo(empty.root());
      assertThat(info.images()).isEqualTo(3);
      assertThat(info.layers()).isEqualTo(3);
    }
  }

  @Test
  default void close_store_refusesEveryLaterCall() {
    ImageStore store = newStore();
    load(store, ANY.tagged("a:1"));
    Images images = store.images();
    Mounting mounting = store.mount("a:1");
    Tag tag = Tag.parse("a:1");

    store.close();
    store.close();

    List<ThrowingCallable> calls =
        List.of(
            store::images,
            images::all,
            images::list,
            images::first,
            images::count,
            images::iterator,
            () -> store.image("a:1"),
            () -> store.image(tag),
            () -> store.findImage("a:1"),
            () -> store.findImage(tag),
            () -> store.inspect("a:1"),
            () -> store.inspect(tag),
            () -> store.load(directory()),
            () -> store.load(new ByteArrayInputStream(new byte[0])),
            () -> store.mount("a:1"),
            () -> store.mount(tag),
            mounting::readOnly,
            store::info);
    for (int i = 0; i < calls.size(); i++) {
      assertThatIllegalStateException()
          .as("call %d", i)
          .isThrownBy(calls.get(i))
          .withMessageContaining("closed");
    }
  }
}
