package dev.lamina.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.io.Fsync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MountPlacesTest {
  @TempDir private Path root;
  private Path staging;
  private MountPlaces places;

  @BeforeEach
  void open() throws IOException {
    StoreLayout layout = new StoreLayout(root);
    BlobStore blobs = new BlobStore(layout, Fsync.FAST);
    blobs.prepare(directory -> {});
    staging = layout.staging();
    places = new MountPlaces(blobs);
  }

  /** Takes a place, and leaves it as who has mounted there does. */
  private Path useOnce() throws IOException {
    try (Endings endings = new Endings()) {
      Path place = places.take(endings);
      assertThat(place).isEmptyDirectory();
      places.noteMounted(place);
      return place;
    }
  }

  @Test
  void take_afterAnother_isEmptyAndOfANewName() throws IOException {
    Set<Path> used = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      assertThat(used.add(useOnce())).isTrue();
    }

    assertThat(used).noneMatch(Files::exists);
  }

  @Test
  void take_whereSomethingWasWritten_isNotThatPlace() throws IOException {
    try (Endings endings = new Endings()) {
      Path place = places.take(endings);
      Files.writeString(place.resolve("file"), "x");
      places.noteMounted(Files.createDirectory(place.resolve("merged")));
    }

    Path next = useOnce();

    assertThat(next).doesNotExist();
    places.close();
    assertThat(staging).isEmptyDirectory();
  }

  @Test
  void close_whileSomeAreUsed_leavesThemUntilTheyAreLeft() throws IOException {
    Path unused = useOnce();
    List<Endings> open = new ArrayList<>(List.of(new Endings(), new Endings()));
    for (Endings endings : open) {
      places.noteMounted(places.take(endings));
    }

    places.close();

    open.get(0).close();
    assertThat(staging).isNotEmptyDirectory();
    open.get(1).close();
    assertThat(staging).isEmptyDirectory();
  }

  @Test
  void close_nothingTaken_hasMadeNothing() throws IOException {
    places.close();

    assertThat(staging).isEmptyDirectory();
  }
}
