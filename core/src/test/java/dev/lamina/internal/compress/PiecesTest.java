package dev.lamina.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.internal.compress.SpanCache.Piece;
import dev.lamina.internal.compress.SpanCache.Span;
import org.junit.jupiter.api.Test;

/** Which pieces stay when there is no room for all. */
final class PiecesTest {
  private static final int LENGTH = 872; // 1000 bytes with what it takes to keep them.

  private final Pieces pieces = new Pieces(3000);

  private static Piece piece(int number) {
    return new Piece(new Span("layer", 0, 10_000), number);
  }

  private void put(int... numbers) {
    for (int number : numbers) {
      pieces.put(piece(number), new byte[LENGTH]);
    }
  }

  private boolean has(int number) {
    return pieces.get(piece(number)) != null;
  }

  @Test
  void put_moreThanThereIsRoomFor_dropsTheOldest() {
    put(1, 2, 3, 4, 5);

    assertThat(pieces.bytes()).isEqualTo(3 * LENGTH);
    assertThat(has(1)).isFalse();
    assertThat(has(2)).isFalse();
    assertThat(has(3)).isTrue();
  }

  @Test
  void put_afterTheOldestWasAskedFor_dropsTheNext() {
    put(1, 2, 3);
    assertThat(has(1)).isTrue();

    put(4);

    assertThat(has(2)).isFalse();
    assertThat(has(1)).isTrue();
  }

  @Test
  void put_whenAllAreAskedFor_dropsTheOldest() {
    put(1, 2, 3);
    assertThat(has(1) && has(2) && has(3)).isTrue();

    put(4);

    assertThat(has(1)).isFalse();
    assertThat(has(2) && has(3) && has(4)).isTrue();
  }

  @Test
  void put_sparedOnceAndNotAskedForAgain_isDropped() {
    put(1, 2, 3);
    assertThat(has(1)).isTrue();

    put(4, 5, 6);

    assertThat(has(1)).isFalse();
  }

  @Test
  void put_again_keepsTheFirst() {
    byte[] first = new byte[LENGTH];
    pieces.put(piece(1), first);

    put(1);

    assertThat(pieces.get(piece(1))).isSameAs(first);
    assertThat(pieces.bytes()).isEqualTo(LENGTH);
  }

  @Test
  void put_longerThanAllRoom_keepsWhatIsThere() {
    put(1);

    pieces.put(piece(2), new byte[2901]);

    assertThat(has(2)).isFalse();
    assertThat(has(1)).isTrue();
  }
}
