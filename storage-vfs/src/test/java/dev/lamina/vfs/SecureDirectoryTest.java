package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecureDirectoryTest {
  @TempDir private Path disk;
  private UnionFileSystem files;
  private SecureDirectoryStream<Path> directory;

  @BeforeEach
  void open() throws IOException {
    FakeTree tree =
        new FakeTree().file("d/f", "f").file("d/e/g", "g").symlink("d/l", "e").file("x", "x");
    files = new WritableTrees(disk.resolve("changes")).open(tree);
    directory = stream(files.getPath("/d"));
  }

  @SuppressWarnings("unchecked")
  private static SecureDirectoryStream<Path> stream(Path path) throws IOException {
    return (SecureDirectoryStream<Path>) Files.newDirectoryStream(path);
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
    assertThat(files.resources().size()).isZero();
    files.close();
  }

  private Path name(String name) {
    return files.getPath(name);
  }

  private String read(SecureDirectoryStream<Path> from, String name) throws IOException {
    try (var channel = from.newByteChannel(name(name), Set.of(StandardOpenOption.READ))) {
      ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
      assertThat(channel.read(bytes)).isEqualTo(bytes.capacity());
      return new String(bytes.array());
    }
  }

  @Test
  void directory_moved_staysTheSame() throws IOException {
    Files.move(files.getPath("/d"), files.getPath("/moved"));
    Files.createDirectory(files.getPath("/d"));

    assertThat(read(directory, "f")).isEqualTo("f");
    assertThat(read(directory, "../x")).isEqualTo("x");
    directory
        .newByteChannel(name("n"), Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        .close();
    directory.deleteFile(name("f"));
    assertThat(files.getPath("/moved/n")).exists();
    assertThat(files.getPath("/moved/f")).doesNotExist();
    assertThat(directory.getFileAttributeView(BasicFileAttributeView.class).readAttributes())
        .satisfies(attributes -> assertThat(attributes.isDirectory()).isTrue());
  }

  @Test
  void streams_inIt_areOpened() throws IOException {
    try (var inner = directory.newDirectoryStream(name("e"))) {
      assertThat(inner.iterator().next()).hasToString("/d/e/g");
      assertThat(read(inner, "g")).isEqualTo("g");
    }
    directory.newDirectoryStream(name("l")).close();
    assertThatThrownBy(() -> directory.newDirectoryStream(name("l"), LinkOption.NOFOLLOW_LINKS))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void move_betweenDirectories_moves() throws IOException {
    try (var inner = directory.newDirectoryStream(name("e"))) {
      directory.move(name("f"), inner, name("h"));
    }

    assertThat(files.getPath("/d/e/h")).hasContent("f");
  }

  @Test
  void delete_ofTheOtherKind_isRefused() throws IOException {
    assertThatThrownBy(() -> directory.deleteFile(name("e")))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> directory.deleteDirectory(name("f")))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> directory.deleteDirectory(name("e")))
        .isInstanceOf(DirectoryNotEmptyException.class);
    Files.delete(files.getPath("/d/e/g"));
    directory.deleteDirectory(name("e"));
    assertThat(files.getPath("/d/e")).doesNotExist();
  }

  @Test
  void views_relative_readAndChange() throws IOException {
    var view = directory.getFileAttributeView(name("f"), PosixFileAttributeView.class);
    view.setPermissions(PosixFilePermissions.fromString("r--------"));

    assertThat(Files.getPosixFilePermissions(files.getPath("/d/f"))).hasSize(1);
    directory.close();
    assertThatThrownBy(view::readAttributes).isInstanceOf(ClosedDirectoryStreamException.class);
    assertThatThrownBy(() -> directory.deleteFile(name("f")))
        .isInstanceOf(ClosedDirectoryStreamException.class);
  }

  @Test
  void readOnly_readsFromIt() throws IOException {
    FakeTree tree = new FakeTree().file("d/f", "f").file("x", "x");
    try (UnionFileSystem readOnly = UnionFileSystem.open(tree, List.of());
        SecureDirectoryStream<Path> stream = stream(readOnly.getPath("/d"))) {
      Path up = readOnly.getPath("../x");
      stream.newByteChannel(up, Set.of()).close();
      assertThatThrownBy(() -> stream.deleteFile(readOnly.getPath("f")))
          .isInstanceOf(ReadOnlyFileSystemException.class);
    }
  }
}
