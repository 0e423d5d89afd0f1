package dev.lamina.internal.catalog;

import static dev.lamina.internal.catalog.CatalogExamples.contents;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.Durability;
import dev.lamina.internal.catalog.JournalSalvage.Damage;
import dev.lamina.internal.catalog.JournalSalvage.Extent;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a damaged journal can be believed. */
final class JournalSalvageTest {
  private static final int COMMITS = 6;

  /** How far apart the places are that are tried, at most. */
  private static final int STEP = 40;

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private Path root;
  private StoreState state;
  private byte[] bytes;

  @BeforeEach
  void fill() throws IOException {
    root = Files.createDirectory(memory.getPath("/store"));
    CatalogExamples examples = new CatalogExamples(COMMITS);
    try (Catalog catalog = Catalog.open(root, Durability.FULL, Duration.ofSeconds(30))) {
      for (int i = 0; i < COMMITS; i++) {
        catalog.commit(examples::transaction);
        if (i == COMMITS / 2) {
          catalog.compact(); // So that there is a snapshot, too.
        }
      }
      state = catalog.state();
    }
    bytes = Files.readAllBytes(Catalog.journalIn(root));
  }

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private JournalSalvage salvage(byte[] journal) throws IOException {
    Files.write(Catalog.journalIn(root), journal);
    return JournalSalvage.read(root);
  }

  @Test
  void read_ofWholeJournal_isItsState() throws IOException {
    JournalSalvage salvage = salvage(bytes);

    assertThat(salvage.damages()).isEmpty();
    assertThat(salvage.isLossy()).isFalse();
    assertThat(contents(salvage.state())).isEqualTo(contents(state));
    assertThat(salvage.state().sequence()).isEqualTo(state.sequence());
  }

  @Test
  void read_oneByteWrong_isCorrectedAtEveryPlace() throws IOException {
    Random random = new Random(1);
    for (int at = 0; at < bytes.length; at += 1 + random.nextInt(STEP)) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= (byte) (1 + random.nextInt(255));

      JournalSalvage salvage = salvage(flipped);

      assertThat(salvage.damages())
          .as("byte %d", at)
          .extracting(Damage::extent)
          .containsExactly(Extent.CORRECTED);
      assertThat(contents(salvage.state())).as("byte %d", at).isEqualTo(contents(state));
    }
  }

  @Test
  void read_ofCutJournal_tellsItUnlessItIsCutBehindALine() throws IOException {
    Random random = new Random(2);
    for (int length = 0; length < bytes.length; length += 1 + random.nextInt(STEP)) {
      boolean isBehindLine = length > 0 && bytes[length - 1] == '\n';

      JournalSalvage salvage = salvage(Arrays.copyOf(bytes, length));

      // Behind a line of the snapshot, the header tells that there were more.
      if (!isBehindLine) {
        assertThat(salvage.damages()).as("%d bytes", length).isNotEmpty();
      }
    }
  }

  @Test
  void read_severalBytesWrong_losesOnlyTheirLines() throws IOException {
    byte[] harmed = bytes.clone();
    Arrays.fill(harmed, bytes.length - 60, bytes.length - 20, (byte) '?');

    JournalSalvage salvage = salvage(harmed);

    assertThat(salvage.damages()).extracting(Damage::extent).containsExactly(Extent.LOST);
    assertThat(salvage.isLossy()).isTrue();
    assertThat(salvage.state().sequence()).isEqualTo(state.sequence() - 1);
  }

  @Test
  void rewrite_ofSalvage_canBeReadAgain() throws IOException {
    byte[] harmed = bytes.clone();
    harmed[3] ^= 1;
    JournalSalvage salvage = salvage(harmed);

    Catalog.rewrite(root, salvage.state(), salvage.generation());

    try (Catalog catalog = Catalog.open(root, Durability.FULL, Duration.ofSeconds(30))) {
      assertThat(contents(catalog.state())).isEqualTo(contents(state));
    }
    assertThat(JournalSalvage.read(root).generation()).isEqualTo(salvage.generation() + 1);
  }
}
