package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.InvalidReferenceException;
import dev.lamina.StaleStateException;
import dev.lamina.Tag;
import dev.lamina.TagChange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How images get and lose names. */
public interface NamesContract extends StoreContract {
  /** An image to be named. */
  TestImage ONE = TestImage.withFile("one", "1");

  /** Another one. */
  TestImage OTHER = TestImage.withFile("other", "2");

  @Test
  default void tag_severalNames_areThereAtOnce() {
    try (ImageStore store = newStore()) {
      load(store, ONE.tagged("one:1"));

      List<TagChange> changes = store.tag("one:1").with("app", "team/app:2", "localhost:5000/x:y");

      assertThat(changes)
          .extracting(TagChange::tag)
          .extracting(Tag::toString)
          .containsExactly("app:latest", "team/app:2", "localhost:5000/x:y");
      assertThat(changes)
          .allSatisfy(change -> assertThat(change.image()).isEqualTo(ONE.id()))
          .allSatisfy(change -> assertThat(change.previous()).isEmpty());
      Image image = store.image("app");
      assertThat(image.tags())
          .extracting(Tag::toString)
          .containsExactly("app:latest", "one:1", "team/app:2", "localhost:5000/x:y");
      assertThat(image.lastTagged()).isPresent();
    }
  }

  @Test
  default void tag_nameOfAnotherImage_movesAndNamesTheLoser() {
    try (ImageStore store = newStore()) {
      load(store, ONE.tagged("app:1"), OTHER.tagged("app:2"));

      TagChange moved = store.tag("app:2").with("app:1").get(0);
      TagChange again = store.tag("app:2").with("app:1").get(0);

      assertThat(moved.loser()).contains(ONE.id());
      assertThat(again.loser()).isEmpty();
      assertThat(again.previous()).contains(OTHER.id());
      assertThat(store.image("app:1").id()).isEqualTo(OTHER.id());
      assertThat(store.image(ONE.id()).tags()).isEmpty();
    }
  }

  @Test
  default void tag_nameThatIsNoTag_namesNothing() {
    try (ImageStore store = newStore()) {
      load(store, ONE.tagged("app:1"));

      assertThatThrownBy(() -> store.tag("app:1").with("good:1", "Bad:1"))
          .isInstanceOf(InvalidReferenceException.class);
      assertThat(store.findImage("good:1")).isEmpty();
      assertThatThrownBy(() -> store.tag("nosuch"))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage("No such image: nosuch:latest");
    }
  }

  @Test
  default void tag_ifPointsToAnother_changesNothing() {
    try (ImageStore store = newStore()) {
      load(store, ONE.tagged("one:1", "app:1"), OTHER.tagged("other:1"));

      assertThatThrownBy(() -> store.tag("other:1").ifPointsTo(OTHER.id()).with("new:1", "app:1"))
          .isInstanceOf(StaleStateException.class)
          .hasMessage("tag new:1 points to nothing, not to " + OTHER.id());
      assertThatThrownBy(() -> store.tag("other:1").ifAbsent().with("new:1", "app:1"))
          .isInstanceOf(StaleStateException.class)
          .hasMessage("tag app:1 points to " + ONE.id() + " already");
      assertThat(store.findImage("new:1")).isEmpty();
      assertThat(store.image("app:1").id()).isEqualTo(ONE.id());
    }
  }

  @Test
  default void tag_ifPointsToTheRightOne_moves() {
    try (ImageStore store = newStore()) {
      load(store, ONE.tagged("one:1", "app:1"), OTHER.tagged("other:1"));

      assertThat(store.tag("other:1").ifPointsTo(ONE.id()).with("app:1"))
          .extracting(TagChange::loser)
          .containsExactly(Optional.of(ONE.id()));
      assertThat(store.tag(OTHER.id()).ifAbsent().with(List.of(Tag.parse("new:1")))).hasSize(1);
    }
  }

  @Test
  default void untag_lastName_leavesTheImage() {
    try (ImageStore store = newStore()) {
      load(store, ONE.tagged("app:1"));

      Image image = store.untag("app:1");

      assertThat(image.id()).isEqualTo(ONE.id());
      assertThat(image.tags()).isEmpty();
      assertThat(store.image(ONE.id())).isEqualTo(image);
      assertThat(store.findImage("app:1")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "app:2, No such image: app:2",
    "nosuch, No such image: nosuch:latest",
  })
  default void untag_missingName_saysSo(String name, String message) {
    try (ImageStore store = newStore()) {
      load(store, ONE.tagged("app:1"));

      assertThatThrownBy(() -> store.untag(name))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> store.untag(ONE.id().toString()))
          .isInstanceOf(InvalidReferenceException.class)
          .hasMessageContaining("no name");
    }
  }

  @Test
  default void tag_whileImageIsRemoved_isNotFound() {
    try (ImageStore store = newStore()) {
      load(store, ONE.tagged("app:1"));
      var tagging = store.tag("app:1");
      store.remove("app:1");

      assertThatThrownBy(() -> tagging.with("app:2"))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage("No such image: " + new ImageId(ONE.id().digest()));
    }
  }
}
