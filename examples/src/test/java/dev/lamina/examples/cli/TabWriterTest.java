package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TabWriterTest {
  @Test
  void align_neighboursWithAColumn_shareItsWidth() {
    assertThat(TabWriter.align("a\tb\nlonger than ten\tc\n"))
        .isEqualTo("a                 b\nlonger than ten   c\n");
  }

  @Test
  void align_lineWithoutTheColumn_endsIt() {
    assertThat(TabWriter.align("longer than ten\tb\nalone\na\tb"))
        .isEqualTo("longer than ten   b\nalone\na         b");
  }

  @Test
  void align_innerColumns_areWideAsTheirNeighbours() {
    assertThat(TabWriter.align("a\tb\tc\na\tlonger than ten\td\na\te"))
        .isEqualTo("a         b                 c\na         longer than ten   d\na         e");
  }

  @Test
  void align_lastCell_isBareAndAnEmptyOneAfterATabIsNone() {
    assertThat(TabWriter.align("a\tb\t\n")).isEqualTo("a         b         \n");
  }

  @Test
  void align_charactersBeyondAscii_areOneWide() {
    assertThat(TabWriter.align("äö…\tx")).isEqualTo("äö…       x");
  }
}
