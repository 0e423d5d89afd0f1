package dev.lamina.internal.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import dev.lamina.contract.TestImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedHoldsTest {
  private static final Needs SOME = new Needs(Set.of(digest(1)), Set.of(digest(2)));
  private static final Needs OTHERS = new Needs(Set.of(digest(3), digest(4)), Set.of());

  @TempDir private Path root;
  private Path leases;
  private Holds holds;
  private SharedHolds shared;

  @BeforeEach
  void open() throws IOException {
    StoreLayout layout = new StoreLayout(root);
    leases = Files.createDirectory(layout.leases());
    holds = new Holds(layout);
    shared = new SharedHolds(layout);
  }

  private static Digest digest(int number) {
    return TestImage.sha256(new byte[] {(byte) number});
  }

  private long length() throws IOException {
    try (Stream<Path> directories = Files.list(leases)) {
      return Files.size(Holds.file(directories.findFirst().orElseThrow()));
    }
  }

  @Test
  void take_several_areHeldUntilEachIsClosed() throws IOException {
    Claim some = shared.take(SOME);
    Claim others = shared.take(OTHERS);
    assertThat(holds.find()).isEqualTo(new Holds.Found(SOME.and(OTHERS), Needs.NONE));
    assertThat(some.needs()).isEqualTo(SOME);

    some.close();
    assertThat(holds.find().living()).isEqualTo(OTHERS);

    some.close(); // Once more does nothing.
    Claim again = shared.take(SOME);
    assertThat(holds.find().living()).isEqualTo(SOME.and(OTHERS));

    others.close();
    again.close();
    assertThat(holds.find().living()).isEqualTo(Needs.NONE);
    shared.close();
    assertThat(leases).isEmptyDirectory();
  }

  @Test
  void take_whereOthersWere_needsNoMoreRoom() throws IOException {
    List<Claim> claims = new ArrayList<>(List.of(shared.take(SOME), shared.take(OTHERS)));
    long length = length();

    for (int i = 0; i < 100; i++) {
      claims.remove(0).close();
      claims.add(shared.take(i % 2 == 0 ? SOME : OTHERS));
    }

    assertThat(length()).isEqualTo(length);
    assertThat(holds.find().living()).isEqualTo(SOME.and(OTHERS));
  }

  @Test
  void close_whileSomethingIsHeld_keepsItUntilItIsLetGo() throws IOException {
    Claim some = shared.take(SOME);

    shared.close();
    assertThat(holds.find().living()).isEqualTo(SOME);

    some.close();
    assertThat(leases).isEmptyDirectory();
  }

  @Test
  void interrupted_takesNothingButLetsGo() throws IOException {
    Claim some = shared.take(SOME);

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> shared.take(OTHERS)).isInstanceOf(InterruptedIOException.class);
    some.close();
    assertThat(Thread.interrupted()).isTrue();

    assertThat(holds.find().living()).isEqualTo(Needs.NONE);
  }
}
