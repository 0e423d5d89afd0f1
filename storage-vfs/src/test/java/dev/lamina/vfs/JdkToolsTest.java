package dev.lamina.vfs;

import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.FileChange;
import dev.lamina.ImageStore;
import dev.lamina.WritableMount;
import dev.lamina.contract.StoreContract;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What of the JDK takes a {@link Path} works on the files of an image, which stay where they are.
 */
final class JdkToolsTest {
  private static final byte[] NOISE = noise();
  private static final byte[] JAR = jar();

  @TempDir private Path directory;
  private ImageStore store;
  private Path first;
  private Path second;

  @BeforeEach
  void open() {
    store = VfsImageStore.open(directory.resolve("store"));
    TestImage image =
        TestImage.of(
            tar()
                .directory("app")
                .file("app/a.jar", JAR)
                .file("app/noise", NOISE)
                .symlink("app/link", "noise"));
    StoreContract.load(
        store,
        image.tagged("app:1"),
        image.child(tar().file("app/more", "2").whiteout("app/link")).tagged("app:2"));
    first = store.mount("app:1").readOnly().root();
    second = store.mount("app:2").readOnly().root();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static byte[] noise() {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    return noise;
  }

  private static byte[] jar() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("dir/noise"));
      zip.write(NOISE);
      zip.putNextEntry(new ZipEntry("name"));
      zip.write("inner".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void zipFileSystem_onAJarInAnImage_reads() throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(first.resolve("app/a.jar"))) {
      assertThat(jar.isReadOnly()).isTrue();
      assertThat(Files.readString(jar.getPath("/name"))).isEqualTo("inner");
      assertThat(Files.readAllBytes(jar.getPath("/dir/noise"))).isEqualTo(NOISE);
    }
  }

  @Test
  void copy_ofATreeToTheHost_keepsContentsAndTimes() throws IOException {
    Path target = directory.resolve("target");
    Path tree = first.resolve("app");

    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes)
              throws IOException {
            return copy(source);
          }

          @Override
          public FileVisitResult visitFile(Path source, BasicFileAttributes attributes)
              throws IOException {
            // The JDK copies no links to other file systems.
            return attributes.isSymbolicLink() ? FileVisitResult.CONTINUE : copy(source);
          }

          private FileVisitResult copy(Path source) throws IOException {
            Files.copy(source, target.resolve(tree.relativize(source).toString()), COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });

    assertThat(target.resolve("noise")).hasBinaryContent(NOISE);
    assertThat(Files.getLastModifiedTime(target.resolve("noise")).toInstant())
        .isEqualTo(TarBuilder.MODIFIED);
    assertThat(target.resolve("a.jar")).hasBinaryContent(JAR);
  }

  @Test
  void copy_overAFileOfTheHost_replacesItIfAsked() throws IOException {
    Path target = Files.writeString(directory.resolve("noise"), "old");

    assertThatThrownBy(() -> Files.copy(first.resolve("app/noise"), target))
        .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    assertThat(target).hasContent("old");
    Files.copy(first.resolve("app/link"), target, StandardCopyOption.REPLACE_EXISTING);

    assertThat(target).isRegularFile().hasBinaryContent(NOISE);
  }

  @Test
  void transfer_toAChannelOfTheHost_isWhole() throws IOException {
    Path target = directory.resolve("noise");
    try (FileChannel from = FileChannel.open(second.resolve("app/noise"));
        FileChannel to =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      assertThat(from.transferTo(0, from.size(), to)).isEqualTo(NOISE.length);
    }

    assertThat(target).hasBinaryContent(NOISE);
  }

  @Test
  void files_ofTwoImages_areCompared() throws IOException {
    assertThat(Files.mismatch(first.resolve("app/noise"), second.resolve("app/noise")))
        .isEqualTo(-1);
    assertThat(Files.mismatch(first.resolve("app/noise"), second.resolve("app/more"))).isZero();
    assertThat(Files.isSameFile(first.resolve("app/noise"), second.resolve("app/noise"))).isFalse();
    assertThat(second.resolve("app/link")).doesNotExist();
  }

  @Test
  void copy_betweenImages_isOfOneToTheOther() throws IOException {
    try (WritableMount mount = store.mount("app:2").readWrite()) {
      Path target = mount.root().resolve("app");

      Files.copy(first.resolve("app/noise"), target.resolve("new"), COPY_ATTRIBUTES);
      Files.copy(first.resolve("app/link"), target.resolve("link"), LinkOption.NOFOLLOW_LINKS);

      assertThat(target.resolve("new")).hasBinaryContent(NOISE);
      assertThat(Files.getLastModifiedTime(target.resolve("new")).toInstant())
          .isEqualTo(TarBuilder.MODIFIED);
      assertThat(Files.readSymbolicLink(target.resolve("link"))).hasToString("noise");
      try (Stream<FileChange> changes = mount.changes()) {
        assertThat(changes.map(FileChange::toString))
            .containsExactly("C /app", "A /app/link", "A /app/new");
      }
    }
    assertThat(second.resolve("app/new")).doesNotExist();
  }

  @Test
  void zipFileSystem_onAJarInAWritableTree_changesIt() throws IOException {
    try (WritableMount mount = store.mount("app:2").readWrite()) {
      Path jar = mount.root().resolve("app/a.jar");

      try (FileSystem zip = FileSystems.newFileSystem(jar)) {
        Files.writeString(zip.getPath("/name"), "changed");
      }

      try (FileSystem zip = FileSystems.newFileSystem(jar)) {
        assertThat(Files.readString(zip.getPath("/name"))).isEqualTo("changed");
        assertThat(Files.readAllBytes(zip.getPath("/dir/noise"))).isEqualTo(NOISE);
      }
      try (FileSystem zip =
          FileSystems.newFileSystem(mount.root().resolve("new.zip"), Map.of("create", "true"))) {
        Files.writeString(zip.getPath("/made"), "here");
      }
      assertThat(mount.root().resolve("new.zip")).isNotEmptyFile();
    }
    assertThat(second.resolve("app/a.jar")).hasBinaryContent(JAR);
  }

  @Test
  void copy_intoAnImage_isRefused() {
    assertThatThrownBy(() -> Files.copy(first.resolve("app/noise"), second.resolve("app/x")))
        .isInstanceOf(ReadOnlyFileSystemException.class);
    assertThatThrownBy(() -> Files.copy(directory.resolve("store"), second.resolve("x")))
        .isInstanceOf(ReadOnlyFileSystemException.class);
  }
}
