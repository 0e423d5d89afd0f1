package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadOnlyTest {
  @Test
  void change_anyWay_isRefused(@TempDir Path disk) throws IOException {
    FakeTree tree = new FakeTree().directory("d").file("f", "f").xattr("f", "user.x", new byte[1]);
    Path outside = Files.writeString(disk.resolve("outside"), "o");
    try (UnionFileSystem fileSystem = UnionFileSystem.open(tree, List.of())) {
      Path f = fileSystem.getPath("f");
      Path d = fileSystem.getPath("d");
      Path n = fileSystem.getPath("new");
      var posix = Files.getFileAttributeView(f, PosixFileAttributeView.class);
      var user = Files.getFileAttributeView(f, UserDefinedFileAttributeView.class);
      Stream<ThrowingCallable> changes =
          Stream.of(
              () -> Files.writeString(f, ""),
              () -> Files.write(n, new byte[1]),
              () -> Files.newOutputStream(n).close(),
              () -> Files.newBufferedWriter(f).close(),
              () -> open(f, StandardOpenOption.WRITE),
              () -> open(f, StandardOpenOption.APPEND),
              () -> open(f, StandardOpenOption.READ, StandardOpenOption.WRITE),
              () -> open(f, StandardOpenOption.DELETE_ON_CLOSE),
              () -> Files.createFile(n),
              () -> Files.createDirectory(n),
              () -> Files.createDirectories(n.resolve("x")),
              () -> Files.createSymbolicLink(n, f),
              () -> Files.createLink(n, f),
              () -> Files.createTempFile(d, "a", "b"),
              () -> Files.delete(f),
              () -> Files.deleteIfExists(n),
              () -> Files.copy(f, n),
              () -> Files.copy(outside, n),
              () -> Files.copy(outside, f, StandardCopyOption.REPLACE_EXISTING),
              () -> Files.move(f, n),
              () -> Files.move(f, disk.resolve("moved")),
              () -> Files.setLastModifiedTime(f, FileTime.fromMillis(0)),
              () -> Files.setPosixFilePermissions(f, Set.of()),
              () -> Files.setOwner(f, Files.getOwner(f)),
              () -> Files.setAttribute(f, "unix:mode", 0),
              () -> posix.setGroup(posix.readAttributes().group()),
              () -> user.write("x", ByteBuffer.allocate(1)),
              () -> user.delete("x"));

      changes.forEach(
          change -> assertThatThrownBy(change).isInstanceOf(ReadOnlyFileSystemException.class));

      assertThat(fileSystem.isReadOnly()).isTrue();
      assertThat(Files.readString(f)).isEqualTo("f");
      assertThat(fileSystem.resources().size()).isZero();
    }
  }

  private static void open(Path path, OpenOption... options) throws IOException {
    Files.newByteChannel(path, options).close();
  }

  @Test
  void open_optionOfAnotherKind_isUnsupported() throws IOException {
    try (UnionFileSystem fileSystem =
        UnionFileSystem.open(new FakeTree().file("f", "f"), List.of())) {
      OpenOption strange = new OpenOption() {};

      assertThatThrownBy(() -> open(fileSystem.getPath("f"), strange))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
