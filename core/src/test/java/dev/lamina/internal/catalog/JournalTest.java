package dev.lamina.internal.catalog;

import static dev.lamina.internal.catalog.CatalogExamples.adding;
import static dev.lamina.internal.catalog.CatalogExamples.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.CorruptStoreException;
import dev.lamina.Durability;
import dev.lamina.ImageStoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JournalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private Path root;

  @BeforeEach
  void createRoot() throws IOException {
    root = Files.createDirectory(memory.getPath("/store"));
  }

  @AfterEach
  void closeMemory() throws IOException {
    memory.close();
  }

  private Catalog open(Durability durability) {
    return Catalog.open(root, durability, PATIENCE);
  }

  private Path journal() {
    return root.resolve("catalog/journal");
  }

  private byte[] bytes() throws IOException {
    return Files.readAllBytes(journal());
  }

  private void write(byte[] bytes) throws IOException {
    Files.write(journal(), bytes);
  }

  /** Makes some commits; returns the state before each and after the last. */
  @CanIgnoreReturnValue
  private List<StoreState> fill(Durability durability, int commits) {
    CatalogExamples examples = new CatalogExamples(commits);
    List<StoreState> states = new ArrayList<>();
    try (Catalog catalog = open(durability)) {
      states.add(catalog.state());
      for (int i = 0; i < commits; i++) {
        states.add(catalog.commit(examples::transaction));
      }
    }
    return states;
  }

  /** Makes some short commits; returns the state before each and after the last. */
  @CanIgnoreReturnValue
  private List<StoreState> fillShort(Durability durability, int commits) {
    List<StoreState> states = new ArrayList<>();
    try (Catalog catalog = open(durability)) {
      states.add(catalog.state());
      for (int i = 1; i <= commits; i++) {
        int number = i;
        states.add(catalog.commit(state -> adding(number)));
      }
    }
    return states;
  }

  private static List<Integer> lineStarts(byte[] bytes) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        starts.add(i + 1);
      }
    }
    return starts;
  }

  private static void assertSame(StoreState actual, StoreState expected) {
    assertThat(actual.sequence()).isEqualTo(expected.sequence());
    assertThat(contents(actual)).isEqualTo(contents(expected));
  }

  @Test
  void line_ofAKnownTransaction_isAsDocumented() {
    byte[] line = JournalLine.format(12, "{}".getBytes(StandardCharsets.US_ASCII));

    // CRC-32C of "12  2 {}\n", by another implementation.
    assertThat(new String(line, StandardCharsets.US_ASCII)).isEqualTo("12 d09028d3 2 {}\n");
  }

  @ParameterizedTest
  @EnumSource
  void reopen_afterCommits_isTheSameState(Durability durability) {
    List<StoreState> states = fill(durability, 300);

    try (Catalog catalog = open(durability)) {
      assertSame(catalog.state(), states.get(300));
    }
  }

  @Test
  void open_tornAtAnyByteOfTheLastLine_isTheStateBefore() throws IOException {
    List<StoreState> states = fillShort(Durability.FULL, 4);
    byte[] whole = bytes();
    List<Integer> starts = lineStarts(whole);

    for (int i = 1; i <= 4; i++) {
      int line = i;
      for (int end = starts.get(line); end < starts.get(line + 1); end++) {
        write(Arrays.copyOf(whole, end));
        try (Catalog catalog = open(Durability.FAST)) {
          assertSame(catalog.state(), states.get(line - 1));
          assertThat(Files.size(journal())).as("readers change nothing").isEqualTo(end);

          StoreState after = catalog.commit(state -> adding(99));

          assertThat(after.sequence()).isEqualTo(line);
        }
        try (Catalog catalog = open(Durability.FAST)) {
          assertThat(catalog.state().target(CatalogExamples.reference(99))).isPresent();
          assertThat(catalog.state().sequence()).isEqualTo(line);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 5000, 200_000})
  void open_garbageAtTheEnd_isIgnoredAndCut(int size) throws IOException {
    List<StoreState> states = fill(Durability.FULL, 3);
    byte[] whole = bytes();
    byte[] garbage = new byte[size];
    new Random(size).nextBytes(garbage);
    byte[] both = Arrays.copyOf(whole, whole.length + size);
    System.arraycopy(garbage, 0, both, whole.length, size);
    write(both);

    try (Catalog catalog = open(Durability.FULL)) {
      assertSame(catalog.state(), states.get(3));
      StoreState after = catalog.commit(state -> adding(1));
      assertSame(catalog.state(), after);
    }

    assertThat(Arrays.copyOf(bytes(), whole.length)).isEqualTo(whole);
    assertThat(JournalReader.read(journal(), null).end()).isEqualTo(Files.size(journal()));
    try (Catalog catalog = open(Durability.FULL)) {
      assertThat(catalog.state().sequence()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void open_anyByteChanged_isCutAsTailOrReportedAsCorrupt(Durability durability)
      throws IOException {
    List<StoreState> states = fillShort(durability, 4);
    byte[] whole = bytes();
    int lastLine = lineStarts(whole).get(4);
    int[] masks = {0x01, 0x20, 0x80, '\n' ^ '7'};

    for (int i = 0; i < whole.length; i++) {
      for (int mask : masks) {
        byte[] changed = whole.clone();
        changed[i] ^= (byte) mask;
        write(changed);
        String where = "byte " + i + " xor " + mask;

        try {
          StoreState state = JournalReader.read(journal(), null).state();
          assertThat(i).as(where).isGreaterThanOrEqualTo(lastLine);
          assertSame(state, states.get(3));
        } catch (CorruptStoreException e) {
          assertThat(i).as(where).isLessThan(lastLine);
          assertThat(e.path()).isEqualTo(journal());
          assertThat(e.expected()).contains("at byte " + startOfLine(whole, i));
        }
      }
    }
  }

  private static int startOfLine(byte[] bytes, int at) {
    return lineStarts(bytes).stream().filter(s -> s <= at).reduce((a, b) -> b).orElseThrow();
  }

  @Test
  void open_snapshotCutOrChanged_isCorrupt() throws IOException {
    fillShort(Durability.FULL, 30);
    try (Catalog catalog = open(Durability.FULL)) {
      catalog.compact();
    }
    byte[] whole = bytes();
    assertThat(lineStarts(whole)).as("header and snapshot").hasSize(1 + 2 + 1);

    for (int end = 0; end < whole.length; end++) {
      write(Arrays.copyOf(whole, end));
      assertCorrupt();
      byte[] changed = whole.clone();
      changed[end] ^= 4;
      write(changed);
      assertCorrupt();
    }
  }

  private void assertCorrupt() {
    assertThatThrownBy(() -> JournalReader.read(journal(), null))
        .isInstanceOf(CorruptStoreException.class);
  }

  @Test
  void open_journalMissing_isCorruptAndNotEmpty() throws IOException {
    fill(Durability.FULL, 1);
    Files.delete(journal());

    assertThatThrownBy(() -> open(Durability.FULL))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageStartingWith(
            "corrupt store file "
                + journal()
                + ": expected the journal of the catalogue, found no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"removed", "doubled", "swapped"})
  void open_linesNotInOrder_isCorrupt(String what) throws IOException {
    fill(Durability.FULL, 4);
    List<String> lines = new ArrayList<>(Files.readAllLines(journal()));
    switch (what) {
      case "removed" -> lines.remove(2);
      case "doubled" -> lines.add(2, lines.get(2));
      default -> lines.add(2, lines.remove(3));
    }
    Files.write(journal(), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> open(Durability.FULL))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("expected transaction ")
        .hasMessageContaining(", found transaction ");
  }

  // What a power failure leaves of pages that were not forced: some are there, some are zeros.
  @Test
  void open_pageLostBeforeUnforcedLines_isTheStateBeforeIt() throws IOException {
    List<StoreState> states = fill(Durability.FAST, 60);
    byte[] whole = bytes();
    List<Integer> starts = lineStarts(whole);

    for (int page = 4096; page < whole.length; page += 4096) {
      byte[] lost = whole.clone();
      Arrays.fill(lost, page, Math.min(page + 4096, lost.length), (byte) 0);
      write(lost);
      int firstLost = starts.indexOf(startOfLine(whole, page));

      try (Catalog catalog = open(Durability.FULL)) {
        assertSame(catalog.state(), states.get(firstLost - 1));
        catalog.commit(state -> adding(1));
      }
      try (Catalog catalog = open(Durability.FULL)) {
        assertThat(catalog.state().sequence()).isEqualTo(firstLost);
      }
    }
  }

  @Test
  void open_zerosThatAreNoBlock_areCorrupt() throws IOException {
    fill(Durability.FAST, 60);
    byte[] zeroed = bytes();
    Arrays.fill(zeroed, 4097, 5119, (byte) 0);
    write(zeroed);

    assertCorrupt();
  }

  @Test
  void open_pageLostBeforeAForcedLine_isCorrupt() throws IOException {
    fill(Durability.FAST, 60);
    try (Catalog catalog = open(Durability.FULL)) {
      catalog.commit(state -> adding(1));
    }
    byte[] lost = bytes();
    Arrays.fill(lost, 4096, 8192, (byte) 0);
    write(lost);

    assertThatThrownBy(() -> open(Durability.FAST)).isInstanceOf(CorruptStoreException.class);
  }

  @Test
  void open_newerVersion_isRefusedAndLeftAlone() throws IOException {
    fill(Durability.FULL, 1);
    String header = "{\"format\":\"lamina-catalog\",\"version\":2,\"anything\":[]}";
    byte[] newer = JournalLine.format(0, header.getBytes(StandardCharsets.US_ASCII));
    write(newer);

    assertThatThrownBy(() -> open(Durability.FULL))
        .isExactlyInstanceOf(ImageStoreException.class)
        .hasMessage(
            "cannot read "
                + journal()
                + ": its format has version 2, and this library knows versions up to 1;"
                + " use a newer release of the library");
    assertThat(bytes()).isEqualTo(newer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"format\":\"lamina-catalog\",\"version\":0,\"generation\":1,\"snapshot\":0}",
        "{\"format\":\"other\",\"version\":1,\"generation\":1,\"snapshot\":0}",
        "{\"format\":\"lamina-catalog\",\"version\":1}",
        "{\"changes\":[]}"
      })
  void open_otherHeader_isCorrupt(String header) throws IOException {
    fill(Durability.FULL, 1);
    write(JournalLine.format(0, header.getBytes(StandardCharsets.US_ASCII)));

    assertThatThrownBy(() -> open(Durability.FULL))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("expected a header at byte 0");
  }

  @Test
  void compact_afterManyChanges_keepsTheStateAndItsNumber() throws IOException {
    List<StoreState> states = fill(Durability.FULL, 400);
    long size = Files.size(journal());

    try (Catalog catalog = open(Durability.FULL)) {
      catalog.compact();
      assertSame(catalog.state(), states.get(400));
      assertThat(Files.size(journal())).isLessThan(size / 4);
      catalog.commit(state -> adding(1));
      assertThat(catalog.state().sequence()).isEqualTo(401);
    }

    try (Catalog catalog = open(Durability.FULL)) {
      assertThat(catalog.state().sequence()).isEqualTo(401);
    }
    assertThat(Files.list(journal().getParent())).containsExactly(journal());
  }

  @Test
  void commit_forEver_keepsTheJournalShort() throws IOException {
    long longest = 0;
    try (Catalog catalog = Catalog.open(root, Durability.FAST, PATIENCE, 10_000)) {
      for (int i = 0; i < 3000; i++) {
        int number = i % 10;
        catalog.commit(state -> adding(number));
        longest = Math.max(longest, Files.size(journal()));
      }
      assertThat(catalog.state().sequence()).isEqualTo(3000);
      assertThat(catalog.state().imageCount()).isEqualTo(10);
    }

    assertThat(longest).isBetween(10_000L, 40_000L);
  }
}
