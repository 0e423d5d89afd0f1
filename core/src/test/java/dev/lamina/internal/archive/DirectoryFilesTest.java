package dev.lamina.internal.archive;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.InvalidArchiveException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectoryFilesTest {
  @TempDir private Path layout;

  @ParameterizedTest
  @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a\\b", "a\0b"})
  void blob_ofAPathThatNoLayoutHas_isRefused(String path) {
    DirectoryFiles files = new DirectoryFiles(layout);

    assertThatThrownBy(() -> files.blob(path))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageStartingWith("invalid path ")
        .hasMessageNotContaining("\0");
  }
}
