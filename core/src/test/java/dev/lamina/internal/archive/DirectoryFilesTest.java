package dev.lamina.internal.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.InvalidArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectoryFilesTest {
  private final FileSystem fileSystem = Jimfs.newFileSystem(Configuration.unix());
  private final Path root = fileSystem.getPath("/layout");
  private final DirectoryFiles files = new DirectoryFiles(root);

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(root.resolve("blobs/sha256"));
    Files.writeString(root.resolve("blobs/sha256/x"), "content");
    Files.writeString(fileSystem.getPath("/secret"), "secret");
    Files.createDirectories(fileSystem.getPath("/outside"));
    Files.writeString(fileSystem.getPath("/outside/x"), "secret");
  }

  @AfterEach
  void close() throws IOException {
    fileSystem.close();
  }

  @Test
  void blob_file_isRead() throws IOException {
    BlobSource source = files.blob("blobs/sha256/x");

    assertThat(files.has("blobs/sha256/x")).isTrue();
    assertThat(source.size()).isEqualTo(7);
    assertThat(source.received()).isEmpty();
    try (InputStream in = source.opener().open()) {
      assertThat(in.readAllBytes()).isEqualTo("content".getBytes(UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/secret",
        "../secret",
        "blobs/../../secret",
        "blobs/sha256/../sha256/x",
        "./../secret",
        "blobs//sha256/x",
        "blobs/sha256/x/",
        "..\\secret",
        "blobs/\0/x",
        "secret\0"
      })
  void blob_pathThatIsNoPlainOne_isRefused(String path) {
    assertThat(files.has(path)).isFalse();
    assertThatThrownBy(() -> files.blob(path))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining("invalid path");
  }

  @Test
  void blob_missing_saysSo() {
    assertThat(files.has("blobs/none")).isFalse();
    assertThatThrownBy(() -> files.blob("blobs/none"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage("missing from the layout: blobs/none");
  }

  @Test
  void blob_throughSymbolicLinks_isRefused() throws IOException {
    Files.createSymbolicLink(root.resolve("file"), fileSystem.getPath("/secret"));
    Files.createSymbolicLink(root.resolve("inside"), fileSystem.getPath("blobs/sha256/x"));
    Files.createSymbolicLink(root.resolve("directory"), fileSystem.getPath("/outside"));
    Files.createSymbolicLink(root.resolve("dangling"), fileSystem.getPath("nowhere"));

    for (String path : new String[] {"file", "inside", "directory/x", "dangling"}) {
      assertThatThrownBy(() -> files.blob(path))
          .as(path)
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining("symbolic link");
    }
  }

  @Test
  void blob_thatIsADirectory_isRefused() {
    assertThatThrownBy(() -> files.blob("blobs/sha256"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage("blobs/sha256 is no regular file");
  }

  /** A file that became a link after it was looked at is not followed. */
  @Test
  void open_fileReplacedByALink_isNotFollowed() throws IOException {
    BlobSource source = files.blob("blobs/sha256/x");
    Files.delete(root.resolve("blobs/sha256/x"));
    Files.createSymbolicLink(root.resolve("blobs/sha256/x"), fileSystem.getPath("/secret"));

    assertThatThrownBy(() -> source.opener().open()).isInstanceOf(IOException.class);
  }

  @Test
  void root_mayBeALink() throws IOException {
    Path link = Files.createSymbolicLink(fileSystem.getPath("/link"), root);

    assertThat(new DirectoryFiles(link).has("blobs/sha256/x")).isTrue();
    assertThat(new DirectoryFiles(link).blob("blobs/sha256/x").size()).isEqualTo(7);
  }
}
