package dev.lamina.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.spi.EntryAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChangesDirectoryTest {
  @TempDir private Path directory;

  @Test
  void delete_whileMounted_deletesNothing() throws IOException {
    try (ChangedMount mount = ChangedMount.of(directory, "index=on")) {
      Files.writeString(mount.root().resolve("f"), "x");

      assertThatThrownBy(mount.changes()::delete)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("something is mounted at " + mount.root());

      assertThat(mount.root().resolve("f")).exists();
    }
  }

  @Test
  void delete_afterUse_leavesNothing() throws IOException {
    ChangesDirectory changes;
    try (ChangedMount mount = ChangedMount.of(directory, "index=on")) {
      changes = mount.changes();
      ChangedMount.run(
          mount.root(),
          "mkdir -p x/y; ln -s / x/y/l; rm -r d; echo x > \"$(printf 'n\\377')\"; chmod 0 x/y");
    }

    changes.delete();
    changes.delete();

    assertThat(changes.path()).doesNotExist();
  }

  @Test
  void make_again_keepsWhatIsThere() throws IOException {
    try (ChangedMount mount = ChangedMount.of(directory, "index=on")) {
      ChangesDirectory changes = mount.changes();
      Files.writeString(mount.root().resolve("f"), "x");
      Files.setAttribute(mount.root(), "unix:mode", 0711);

      changes.make(new EntryAttributes(0700, 1, 1, 1, Map.of()), OptionalLong.empty());

      assertThat(changes.isMade()).isTrue();
      assertThat(changes.upper().resolve("f")).hasContent("x");
      assertThat((int) Files.getAttribute(changes.upper(), "unix:mode") & 07777).isEqualTo(0711);
    }
  }
}
