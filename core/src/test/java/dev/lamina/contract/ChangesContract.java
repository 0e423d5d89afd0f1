package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.FileChange;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.InvalidReferenceException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What differs between the files of images. */
public interface ChangesContract extends StoreContract {
  /** An image that others are compared with. */
  TestImage FROM =
      TestImage.of(
              tar().directory("etc").file("etc/motd", "one").file("etc/name", "x"),
              tar().directory("bin").file("bin/sh", "sh"))
          .tagged("from:1");

  /** An image with the same base, and another layer on it. */
  TestImage TO =
      TestImage.of(
              tar().directory("etc").file("etc/motd", "one").file("etc/name", "x"),
              tar().whiteout("etc/motd").directory("opt").file("opt/\udcff", "new"))
          .tagged("to:1");

  private static List<String> changes(ImageStore store, String from, String to) {
    try (Stream<FileChange> changes = store.changes(from, to)) {
      return changes.map(FileChange::toString).toList();
    }
  }

  @Test
  default void changes_ofTwoImages_areThoseOfTheirFiles() {
    try (ImageStore store = newStore()) {
      load(store, FROM, TO);

      assertThat(changes(store, "from:1", "to:1"))
          .containsExactly("D /bin", "C /etc", "D /etc/motd", "A /opt", "A /opt/\udcff");
      assertThat(changes(store, "to:1", FROM.id().toString()))
          .containsExactly("A /bin", "A /bin/sh", "C /etc", "A /etc/motd", "D /opt");
      assertThat(changes(store, "to:1", "to:1")).isEmpty();
    }
  }

  @Test
  default void changes_ofUnknownImage_isRefusedAtOnce() {
    try (ImageStore store = newStore()) {
      load(store, FROM);

      assertThatThrownBy(() -> store.changes("from:1", "nosuch"))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage("No such image: nosuch:latest");
      assertThatThrownBy(() -> store.changes("nosuch", "from:1"))
          .isInstanceOf(ImageNotFoundException.class);
      assertThatThrownBy(() -> store.changes("from:1", "/"))
          .isInstanceOf(InvalidReferenceException.class);
    }
  }

  @Test
  default void changes_whoseImagesAreRemovedMeanwhile_goOnAndLetGo() {
    try (ImageStore store = newStore()) {
      List<String> before = StoreContract.files(store);
      load(store, FROM, TO);
      try (Stream<FileChange> changes = store.changes("from:1", "to:1")) {
        Iterator<FileChange> each = changes.iterator();
        assertThat(each.next()).hasToString("D /bin");

        store.remove("from:1");
        store.remove("to:1");

        assertThat(each.next()).hasToString("C /etc");
      }
      assertThat(StoreContract.files(store).stream().filter(file -> file.contains("sha256")))
          .containsExactlyElementsOf(
              before.stream().filter(file -> file.contains("sha256")).toList());
    }
  }

  @Test
  default void changes_whenTheStoreIsClosed_areClosed() {
    ImageStore store = newStore();
    load(store, FROM, TO);
    Stream<FileChange> changes = store.changes("from:1", "to:1");

    store.close();

    assertThatIllegalStateException().isThrownBy(changes::toList).withMessageContaining("closed");
    changes.close();
    assertThatIllegalStateException().isThrownBy(() -> store.changes("from:1", "to:1"));
  }
}
