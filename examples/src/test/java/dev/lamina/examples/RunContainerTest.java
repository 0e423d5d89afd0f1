package dev.lamina.examples;

import static dev.lamina.contract.StoreContract.load;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.contract.HostShell;
import dev.lamina.overlay.OverlayImageStore;
import dev.lamina.testing.InMemoryImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "runtimes run on Linux")
final class RunContainerTest {
  @TempDir private Path directory;

  private ImageStore open() {
    try {
      return OverlayImageStore.open(directory.resolve("store"));
    } catch (UnsupportedStorageException e) {
      assumeTrue(false, e.getMessage());
      throw e;
    }
  }

  private Path archive() throws IOException {
    Path archive = directory.resolve("shell.tar");
    try (ImageStore memory = InMemoryImageStore.create()) {
      List<Image> unused = load(memory, HostShell.image().tagged("shell:1"));
      memory.save("shell:1").to(archive);
    }
    return archive;
  }

  private List<String> printed(String... command) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        HostShell.start(
            Stream.concat(
                    Stream.of(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunContainer.class.getName(),
                        directory.resolve("store").toString(),
                        archive().toString()),
                    Stream.of(command))
                .toList());
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), UTF_8)
          .lines()
          .dropWhile(RunContainerTest::isOfTheJvm)
          .toList();
    }
  }

  /** Newer ones tell that native code is loaded. */
  private static boolean isOfTheJvm(String line) {
    return line.isEmpty() || line.startsWith("WARNING: ");
  }

  @Test
  void main_command_runsAndIsAnImage() throws Exception {
    String unused = HostShell.runtime();
    open().close();

    List<String> lines = printed("/bin/sh", "-c", "echo in $PWD on $HOSTNAME; echo made > new");

    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).matches("in /w on [0-9a-f]{12}");
    assertThat(lines.subList(2, 4)).containsExactly("C /w", "A /w/new");
    try (ImageStore store = open();
        Mount mount = store.mount("ran:latest").readOnly()) {
      assertThat(mount.image().id()).hasToString(lines.get(1));
      assertThat(mount.root().resolve("w/new")).hasContent("made\n");
      assertThat(mount.root().resolve(".dockerenv")).doesNotExist();
      assertThat(store.containers().list()).isEmpty();
    }
  }
}
