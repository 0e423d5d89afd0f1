package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnionUrisTest {
  private final FakeTree tree = new FakeTree().file("etc/motd", "hello");
  private final UnionFileSystem fileSystem = UnionFileSystem.open(tree, List.of());

  @AfterEach
  void close() throws IOException {
    fileSystem.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/etc/motd, /etc/motd",
    "etc, /etc",
    "/a b, /a%20b",
    "/100%, /100%25",
    "/a?b#c, /a%3Fb%23c",
    "/é, /%C3%A9",
    "/..//x, /../x",
    "'/[\"<>\\^`{|}', /%5B%22%3C%3E%5C%5E%60%7B%7C%7D",
    "/A-._~!$&'()*+, /A-._~!$&'()*+",
    "/;=:@, /;=:@"
  })
  void toUri_ofPath_encodesAndComesBack(String path, String encoded) {
    URI uri = fileSystem.getPath(path).toUri();

    assertThat(uri).hasToString("lamina://" + fileSystem.id() + encoded);
    assertThat(Path.of(uri)).isEqualTo(fileSystem.getPath(path).toAbsolutePath());
  }

  @Test
  void toUri_ofAnyBytes_comesBack() {
    long seed = 77;
    Random random = new Random(seed);

    for (int i = 0; i < 5_000; i++) {
      UnionPath path =
          fileSystem.root().resolve(UnionPath.of(fileSystem, UnionPathTest.randomName(random)));
      URI uri = path.toUri();

      assertThat(Paths.get(uri)).as("seed %d: %s", seed, uri).isEqualTo(path);
      assertThat(URI.create(uri.toString())).isEqualTo(uri);
    }
    assertThat(Path.of(fileSystem.getPath("/\n\udcff").toUri())).hasToString("/\n\udcff");
    assertThat(fileSystem.getPath("/\n\udcff").toUri().getRawPath()).isEqualTo("/%0A%FF");
  }

  @Test
  void pathOf_uri_isReadable() throws IOException {
    Path path = Path.of(URI.create("LAMINA://" + fileSystem.id() + "/etc//./motd"));

    assertThat(Files.readString(path)).isEqualTo("hello");
    assertThat(Path.of(URI.create("lamina://" + fileSystem.id() + "/\u00e9"))).hasToString("/é");
  }

  @Test
  void uri_ofAClosedOrUnknownFileSystem_isNotFound() throws IOException {
    URI uri = fileSystem.root().toUri();
    assertThat(FileSystems.getFileSystem(uri)).isSameAs(fileSystem);

    fileSystem.close();

    assertThatThrownBy(() -> Path.of(uri)).isInstanceOf(FileSystemNotFoundException.class);
    assertThatThrownBy(() -> FileSystems.getFileSystem(uri))
        .isInstanceOf(FileSystemNotFoundException.class);
    assertThatThrownBy(() -> Path.of(URI.create("lamina://nobody/x")))
        .isInstanceOf(FileSystemNotFoundException.class)
        .hasMessageContaining("nobody");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lamina:x",
        "lamina:/x",
        "lamina://ID",
        "lamina://ID/x?y",
        "lamina://ID/x#y",
        "lamina://ID/%00"
      })
  void pathOf_uriOfAnotherForm_isRefused(String text) {
    URI uri = URI.create(text.replace("ID", fileSystem.id()));

    assertThatThrownBy(() -> Path.of(uri)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void newFileSystem_anyWay_isUnsupported(@TempDir Path disk) {
    URI uri = URI.create("lamina://new/");

    assertThatThrownBy(() -> new VfsFileSystemProvider().newFileSystem(uri, Map.of()))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> new VfsFileSystemProvider().newFileSystem(disk, Map.of()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void installedProvider_isTheOneThatWorks() throws IOException {
    FileSystemProvider installed =
        FileSystemProvider.installedProviders().stream()
            .filter(p -> p.getScheme().equals("lamina"))
            .findFirst()
            .orElseThrow();
    Path motd = fileSystem.getPath("/etc/motd");

    assertThat(installed).isInstanceOf(VfsFileSystemProvider.class);
    assertThat(installed.readAttributes(motd, "size")).containsEntry("size", 5L);
    assertThat(installed.newInputStream(motd).readAllBytes()).hasSize(5);
    try (var channel = installed.newFileChannel(motd, Set.of())) {
      assertThat(channel.size()).isEqualTo(5);
    }
    assertThatThrownBy(() -> installed.readSymbolicLink(motd)).isInstanceOf(NotLinkException.class);
    assertThat(motd.getFileSystem().provider().getScheme()).isEqualTo("lamina");
  }

  @Test
  void ids_ofFileSystems_areUnique() throws IOException {
    try (UnionFileSystem other = UnionFileSystem.open(tree, List.of())) {
      assertThat(other.id()).isNotEqualTo(fileSystem.id());
      assertThat(Path.of(other.root().toUri())).isEqualTo(other.root());
    }
  }
}
