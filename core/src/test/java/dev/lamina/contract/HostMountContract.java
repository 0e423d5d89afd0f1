package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.MountInUseException;
import dev.lamina.RemoveOption;
import dev.lamina.WritableMount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The mounts of storages that show trees to all processes, by the operating system. */
public interface HostMountContract extends StoreContract {
  /** An image of two layers. */
  TestImage IMAGE =
      TestImage.of(tar().directory("d").file("d/a", "1"), tar().file("d/b", "2")).tagged("host:1");

  /** Returns what another process prints. */
  private static String printed(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), UTF_8);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  default void mount_isSeenByOtherProcesses() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      try (Mount mount = store.mount("host:1").readOnly();
          WritableMount writable = store.mount("host:1").readWrite()) {
        Files.writeString(writable.root().resolve("d/c"), "3");

        assertThat(printed("ls", mount.root().resolve("d").toString())).isEqualTo("a\nb\n");
        assertThat(printed("ls", writable.root().resolve("d").toString())).isEqualTo("a\nb\nc\n");
      }
    }
  }

  @Test
  default void at_aDirectory_isMountedThere() throws IOException {
    Path at = directory().resolve("new").resolve("here");
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      try (Mount mount = store.mount("host:1").at(at).readOnly()) {
        assertThat(mount.root()).isEqualTo(at);
        assertThat(TreeText.of(at)).containsExactly("d/", "d/a = 1", "d/b = 2");
      }
      assertThat(files(at)).isEmpty();
      try (WritableMount mount = store.mount("host:1").at(at).readWrite()) {
        Files.writeString(mount.root().resolve("c"), "3");
        assertThat(at.resolve("c")).hasContent("3");
      }
      assertThat(files(at)).isEmpty();
    }
  }

  @Test
  default void close_inUse_saysByWhomAndStaysMounted() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      Mount mount = store.mount("host:1").readOnly();
      Path file = mount.root().resolve("d/a");
      try (InputStream in = Files.newInputStream(file)) {
        assertThatThrownBy(mount::close)
            .isInstanceOf(MountInUseException.class)
            .hasMessageContaining(mount.root().toString())
            .hasMessageContaining("process " + ProcessHandle.current().pid());
        assertThat(file).hasContent("1");
        assertThat(in.read()).isEqualTo('1');
      }
      mount.close();
      mount.close();

      assertThat(file).doesNotExist();
    }
  }

  @Test
  default void detach_inUse_takesTheTreeAwayAndLetsTheUserGoOn() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      WritableMount mount = store.mount("host:1").readWrite();
      Path file = mount.root().resolve("d/a");
      try (InputStream in = Files.newInputStream(file)) {
        mount.detach();
        mount.close();

        assertThat(file).doesNotExist();
        assertThat(in.read()).isEqualTo('1');
      }
    }
  }

  @Test
  default void close_containerInUse_keepsItMounted() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      store.create("host:1").command("x").named("c1");
      WritableMount mount = store.mountContainer("c1");
      Path file = Files.writeString(mount.root().resolve("note"), "n");
      try (InputStream in = Files.newInputStream(file)) {
        assertThatThrownBy(mount::close).isInstanceOf(MountInUseException.class);
        assertThat(in.read()).isEqualTo('n');
      }
      try (WritableMount again = store.mountContainer("c1")) {
        assertThat(again.root()).isEqualTo(mount.root());
      }
      mount.close();

      assertThat(file).doesNotExist();
    }
  }

  @Test
  default void remove_imageThatIsMounted_leavesTheTreeUntilItIsClosed() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      try (Mount mount = store.mount("host:1").readOnly()) {
        store.remove("host:1", RemoveOption.FORCE);

        assertThat(TreeText.of(mount.root())).containsExactly("d/", "d/a = 1", "d/b = 2");
      }
      assertThat(StoreContract.files(store)).noneMatch(file -> file.matches("unpacked/.+/.+"));
    }
  }
}
