package dev.lamina.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.faults.Faults;
import dev.lamina.faults.FaultyFileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AtomicFileTest {
  @TempDir Path dir;

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(file, Fsync.FULL, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Stream<String> names(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  @Test
  void write_newAndOld_replacesWhole() throws IOException {
    Path file = dir.resolve("a");

    write(file, "a long first content");
    write(file, "second");

    assertThat(file).hasContent("second");
    assertThat(names(dir)).containsExactly("a");
  }

  @Test
  void write_posix_isForOwnerOnly() throws IOException {
    Assumptions.assumeTrue(Files.getFileStore(dir).supportsFileAttributeView("posix"), "no modes");
    Path file = dir.resolve("a");

    write(file, "x");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void write_inMemory_works() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.windows())) {
      Path file = memory.getPath("C:\\a");

      write(file, "x");
      write(file, "y");

      assertThat(Files.readString(file)).isEqualTo("y");
    }
  }

  @Test
  void write_contentFails_keepsOldAndLeavesNothing() throws IOException {
    Path file = dir.resolve("a");
    write(file, "old");

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    Fsync.FULL,
                    out -> {
                      out.write(1);
                      throw new IOException("no more");
                    }))
        .hasMessage("no more");

    assertThat(file).hasContent("old");
    assertThat(names(dir)).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource
  void write_anyCallFails_isOldOrNewAndSaysSo(Faults.Effect effect) throws IOException {
    boolean isDone = false;
    for (int n = 1; !isDone; n++) {
      Path file = dir.resolve("a" + n);
      write(file, "old");
      Faults faults = Faults.at(n, effect);

      boolean failed = false;
      try {
        write(FaultyFileSystem.over(file, faults), "new");
      } catch (IOException e) {
        failed = true;
      }
      boolean unused = Thread.interrupted();

      if (!failed) {
        assertThat(file).as(faults.toString()).hasContent("new");
      }
      assertThat(Files.readString(file)).as(faults.toString()).isIn("old", "new");
      isDone = !faults.happened();
      assertThat(n).isLessThan(50);
    }
  }
}
