package dev.lamina.engine;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wait for the first layer ends, however that one does. */
@Timeout(60)
final class WarmUpTest {
  @Test
  void await_firstLayerHasEnded_returns() {
    WarmUp warmUp = new WarmUp();

    warmUp.end();

    assertThatCode(warmUp::await).doesNotThrowAnyException();
  }

  @Test
  void await_muchWasReceived_returns() {
    WarmUp first = new WarmUp();

    first.received(1 << 30);

    assertThatCode(first::await).doesNotThrowAnyException();
    assertThatCode(new WarmUp()::await).doesNotThrowAnyException();
  }
}
