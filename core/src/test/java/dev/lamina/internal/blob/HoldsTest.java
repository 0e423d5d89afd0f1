package dev.lamina.internal.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Digest;
import dev.lamina.contract.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HoldsTest {
  private static final Digest BLOB = TestImage.sha256(new byte[] {1});
  private static final Digest OTHER = TestImage.sha256(new byte[] {2});
  private static final Digest LAYER = TestImage.sha256(new byte[] {3});
  private static final Needs NEEDS = new Needs(Set.of(BLOB, OTHER), Set.of(LAYER));

  @TempDir private Path root;
  private Path leases;
  private Holds holds;

  @BeforeEach
  void open() throws IOException {
    StoreLayout layout = new StoreLayout(root);
    leases = Files.createDirectory(layout.leases());
    holds = new Holds(layout);
  }

  /** Leaves what a process that was killed had held. */
  private Path dead(String name, String needs) throws IOException {
    Path dead = Files.createDirectory(leases.resolve(name));
    Files.write(dead.resolve("lock"), new byte[0]);
    Files.writeString(dead.resolve("needs"), needs);
    return dead;
  }

  private static String lines() {
    return "blob " + BLOB + "\nblob " + OTHER + "\nlayer " + LAYER + "\n";
  }

  @Test
  void find_holdUntilItIsClosed_isLiving() throws IOException {
    String id;
    try (Holds.Hold hold = holds.take(NEEDS)) {
      id = hold.id();

      assertThat(hold.needs()).isEqualTo(NEEDS);
      assertThat(holds.find()).isEqualTo(new Holds.Found(NEEDS, Needs.NONE));
      assertThat(holds.noted()).isEqualTo(NEEDS);
      assertThat(holds.isHeld(id)).isTrue();
      assertThat(new Holds(new StoreLayout(root.resolve("."))).isHeld(id)).isTrue();
    }

    assertThat(holds.isHeld(id)).isFalse();
    assertThat(holds.find()).isEqualTo(new Holds.Found(Needs.NONE, Needs.NONE));
    assertThat(holds.noted()).isEqualTo(Needs.NONE);
    assertThat(leases).isEmptyDirectory();
  }

  @Test
  void find_severalHolds_areTogether() throws IOException {
    Needs some = new Needs(Set.of(BLOB), Set.of());
    Needs others = new Needs(Set.of(OTHER), Set.of(LAYER));
    Holds.Hold one = holds.take(some);
    try (Holds.Hold other = holds.take(others)) {
      assertThat(holds.find().living()).isEqualTo(NEEDS);

      one.close();

      assertThat(holds.find().living()).isEqualTo(others);
      assertThat(holds.isHeld(one.id())).isFalse();
      assertThat(holds.isHeld(other.id())).isTrue();
    }
  }

  @Test
  void find_nothingThere_isNothing() throws IOException {
    Files.delete(leases);

    assertThat(holds.find()).isEqualTo(new Holds.Found(Needs.NONE, Needs.NONE));
    assertThat(holds.noted()).isEqualTo(Needs.NONE);
    assertThat(holds.isHeld("h1")).isFalse();
  }

  @Test
  void find_holdOfDeadProcess_isToldOnce() throws IOException {
    Needs living = new Needs(Set.of(), Set.of(LAYER));
    Path dead = dead("h1", lines());
    try (Holds.Hold hold = holds.take(living)) {
      assertThat(holds.noted()).isEqualTo(NEEDS);

      assertThat(holds.find()).isEqualTo(new Holds.Found(living, NEEDS));

      assertThat(holds.find()).isEqualTo(new Holds.Found(living, Needs.NONE));
      assertThat(dead).doesNotExist();
      assertThat(holds.isHeld(hold.id())).isTrue();
    }
  }

  /** Who only asks does not free what was held; it would never be deleted. */
  @Test
  void isHeld_deadProcess_leavesItToBeFound() throws IOException {
    Path dead = dead("h1", lines());

    assertThat(holds.isHeld("h1")).isFalse();
    assertThat(holds.isHeld("h1")).isFalse();

    assertThat(dead.resolve("needs")).hasContent(lines());
    assertThat(holds.find().dead()).isEqualTo(NEEDS);
    assertThat(dead).doesNotExist();
  }

  /** It is not forced to the medium, so that a power failure may leave anything. */
  @ParameterizedTest
  @ValueSource(strings = {"", "blob ", "blob sha256:0123", "\0\0\0\0", "layer x\n", "\u00e9\n"})
  void find_tornNeedsOfDeadProcess_areSkipped(String torn) throws IOException {
    Path dead = dead("h1", torn);
    Path whole = dead("h2", lines());

    assertThat(holds.noted()).isEqualTo(NEEDS);
    assertThat(holds.isHeld("h1")).isFalse();
    assertThat(holds.find()).isEqualTo(new Holds.Found(Needs.NONE, NEEDS));

    assertThat(dead).doesNotExist();
    assertThat(whole).doesNotExist();
  }
}
