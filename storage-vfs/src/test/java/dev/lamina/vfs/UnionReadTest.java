package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnionReadTest {
  private final FakeTree tree =
      new FakeTree()
          .directory("etc")
          .file("etc/motd", "hello\nwörld\n")
          .file("etc/.hidden", "")
          .directory("etc/conf.d")
          .file("etc/conf.d/x.conf", "x=1")
          .symlink("etc/link", "motd")
          .symlink("var", "etc")
          .hardLink("hard", "etc/motd")
          .directory("dev")
          .fifo("dev/pipe")
          .device("dev/null", false, 1, 3)
          .device("dev/sda", true, 8, 0);

  private final UnionFileSystem fileSystem = UnionFileSystem.open(tree, List.of());
  private final Path root = fileSystem.root();

  @AfterEach
  void close() throws Exception {
    assertThat(fileSystem.resources().size()).isZero();
    fileSystem.close();
  }

  @Test
  void contents_byEveryWay_areTheFiles() throws IOException {
    Path motd = root.resolve("etc/motd");

    assertThat(Files.readString(motd)).isEqualTo("hello\nwörld\n");
    assertThat(Files.readAllLines(motd)).containsExactly("hello", "wörld");
    try (Stream<String> lines = Files.lines(motd)) {
      assertThat(lines).containsExactly("hello", "wörld");
    }
    try (var reader = Files.newBufferedReader(motd)) {
      assertThat(reader.readLine()).isEqualTo("hello");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(Files.copy(motd, out)).isEqualTo(13);
    assertThat(out.toString("UTF-8")).isEqualTo("hello\nwörld\n");
    assertThat(Files.mismatch(motd, root.resolve("hard"))).isEqualTo(-1);
    assertThat(Files.size(root.resolve("etc/link"))).isEqualTo(13);
    assertThat(Files.probeContentType(root.resolve("a.html"))).isEqualTo("text/html");
    assertThat(Files.probeContentType(root)).isNull();
  }

  @Test
  void inputStream_mixOfReads_givesTheBytes() throws IOException {
    long seed = 11;
    Random random = new Random(seed);
    byte[] content = new byte[100_000];
    random.nextBytes(content);
    tree.file("big", content).maxRead(5_000);

    for (int round = 0; round < 50; round++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int skipped = 0;
      try (InputStream in = Files.newInputStream(root.resolve("big"))) {
        for (int n = 0; n >= 0; ) {
          int at = out.size() + skipped;
          assertThat(in.available()).as("seed " + seed).isEqualTo(content.length - at);
          switch (random.nextInt(4)) {
            case 0 -> {
              n = in.read();
              if (n >= 0) {
                out.write(n);
              }
            }
            case 1 -> {
              byte[] some = new byte[1 + random.nextInt(20_000)];
              n = in.read(some, 0, some.length);
              out.write(some, 0, Math.max(n, 0));
            }
            case 2 -> out.writeBytes(in.readNBytes(random.nextInt(3)));
            default -> {
              int skip = (int) in.skip(random.nextInt(200) - 20);
              out.write(content, at, skip);
            }
          }
        }
      }
      assertThat(out.toByteArray()).as("seed " + seed).isEqualTo(content);
    }
  }

  @Test
  void inputStream_rest_isTransferred() throws IOException {
    byte[] content = new byte[200_000];
    new Random(3).nextBytes(content);
    tree.file("big", content).maxRead(7_000);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    try (InputStream in = Files.newInputStream(root.resolve("big"))) {
      out.write(in.read());
      assertThat(in.transferTo(out)).isEqualTo(content.length - 1);
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.skip(10)).isZero();
    }
    assertThat(out.toByteArray()).isEqualTo(content);
    assertThat(Files.readAllBytes(root.resolve("big"))).isEqualTo(content);
  }

  @Test
  void inputStream_shortReads_goToTheTreeInBlocks() throws IOException {
    tree.file("big", new byte[8192 * 3]);

    try (InputStream in = Files.newInputStream(root.resolve("big"))) {
      while (in.read() >= 0) {}
    }

    assertThat(tree.reads()).isEqualTo(4);
  }

  @Test
  void inputStream_closed_fails() throws IOException {
    InputStream in = Files.newInputStream(root.resolve("etc/motd"));
    assertThat(in.read()).isEqualTo('h');
    in.close();
    in.close();

    assertThatThrownBy(in::read).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> in.read(new byte[9])).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(in::available).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> in.skip(1)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void directory_listed_isSortedAndHoldsAll() throws IOException {
    try (Stream<Path> children = Files.list(root.resolve("etc"))) {
      assertThat(children.map(Path::toString))
          .containsExactly("/etc/.hidden", "/etc/conf.d", "/etc/link", "/etc/motd");
    }
    try (Stream<Path> children = Files.list(fileSystem.getPath("var"))) {
      assertThat(children.map(Path::toString)).contains("var/motd");
    }
    try (Stream<Path> children = Files.list(fileSystem.getPath(""))) {
      assertThat(children.map(Path::toString)).containsExactly("dev", "etc", "hard", "var");
    }
    try (Stream<Path> children = Files.list(root)) {
      assertThat(children.map(Path::toString)).containsExactly("/dev", "/etc", "/hard", "/var");
    }
  }

  @Test
  void directoryStream_glob_filters() throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root.resolve("etc"), "*{o,.}*")) {
      assertThat(stream)
          .extracting(Path::toString)
          .containsExactly("/etc/.hidden", "/etc/conf.d", "/etc/motd");
    }
  }

  @Test
  void directoryStream_filterFails_iteratorSaysSo() throws IOException {
    IOException failure = new IOException("no");
    DirectoryStream.Filter<Path> filter =
        p -> {
          throw failure;
        };

    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root, filter)) {
      Iterator<Path> iterator = stream.iterator();
      assertThatThrownBy(iterator::hasNext)
          .isInstanceOf(DirectoryIteratorException.class)
          .hasCause(failure);
    }
  }

  @Test
  void directoryStream_hasOneIteratorAndAnEnd() throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(root.resolve("dev"));
    Iterator<Path> iterator = stream.iterator();
    assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
    assertThat(iterator.next()).hasToString("/dev/null");
    assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);

    stream.close();
    stream.close();

    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void directoryStream_ofNoDirectory_fails() {
    assertThatThrownBy(() -> Files.newDirectoryStream(root.resolve("hard")))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> Files.newDirectoryStream(root.resolve("dev/pipe")))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> Files.newDirectoryStream(root.resolve("nope")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void tree_walked_isWhole() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      assertThat(all).hasSize(13);
    }
    try (Stream<Path> found = Files.find(root, 9, (p, a) -> a.isSymbolicLink())) {
      assertThat(found.map(Path::toString)).containsExactly("/etc/link", "/var");
    }
    try (Stream<Path> all = Files.walk(root.resolve("var"), FileVisitOption.FOLLOW_LINKS)) {
      assertThat(all.map(Path::toString)).contains("/var/conf.d/x.conf", "/var/link");
    }
    List<String> visited = new ArrayList<>();
    Files.walkFileTree(
        root.resolve("etc"),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            visited.add(file.getFileName() + " " + attributes.size());
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(visited).containsExactly(".hidden 0", "x.conf 3", "link 4", "motd 13");
  }

  @Test
  void walk_followingLinksInACircle_fails() throws IOException {
    tree.symlink("etc/conf.d/back", "..");

    try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      assertThatThrownBy(all::count).hasMessageContaining("/etc/conf.d/back");
    }
  }

  @Test
  void file_copiedOut_keepsContentsAndTime(@TempDir Path disk) throws IOException {
    tree.attributes("etc/motd", 0644, 0, 0, 1_700_000_000_123_000_000L);

    Path copy = disk.resolve("copy");
    Files.copy(root.resolve("etc/motd"), copy, StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(root.resolve("etc/link"), copy, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(root.resolve("etc"), disk.resolve("etc"));

    assertThat(Files.readString(copy)).isEqualTo("hello\nwörld\n");
    assertThat(disk.resolve("etc")).isEmptyDirectory();
    Files.copy(
        root.resolve("etc/motd"),
        copy,
        StandardCopyOption.COPY_ATTRIBUTES,
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(Files.getLastModifiedTime(copy).toMillis()).isEqualTo(1_700_000_000_123L);
  }

  @Test
  void open_whatIsNoRegularFile_fails() {
    assertThatThrownBy(() -> Files.newInputStream(root.resolve("etc")))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/etc: Is a directory");
    assertThatThrownBy(() -> Files.newByteChannel(root))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/: Is a directory");
    for (String special : List.of("dev/pipe", "dev/null", "dev/sda")) {
      assertThatThrownBy(() -> Files.readAllBytes(root.resolve(special)))
          .isInstanceOf(FileSystemException.class)
          .hasMessage("/" + special + ": No such device or address");
    }
    assertThatThrownBy(
            () -> Files.newByteChannel(root.resolve("etc/link"), LinkOption.NOFOLLOW_LINKS))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/etc/link: Symbolic link, not followed");
  }

  @Test
  void open_withOptionsThatOnlyMatterForWriting_reads() throws IOException {
    try (var channel =
        Files.newByteChannel(
            root.resolve("hard"),
            StandardOpenOption.READ,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            LinkOption.NOFOLLOW_LINKS)) {
      assertThat(channel.size()).isEqualTo(13);
    }
    try (var in = Files.newInputStream(root.resolve("hard"), LinkOption.NOFOLLOW_LINKS)) {
      assertThat(in.read()).isEqualTo('h');
    }
  }

  @Test
  void access_asRoot_readsAllAndWritesNothing() throws IOException {
    tree.attributes("hard", 0, 7, 7, 0).attributes("etc/conf.d/x.conf", 0010, 0, 0, 0);

    assertThat(Files.isReadable(root.resolve("hard"))).isTrue();
    assertThat(Files.isExecutable(root.resolve("hard"))).isFalse();
    assertThat(Files.isExecutable(root.resolve("etc/conf.d/x.conf"))).isTrue();
    assertThat(Files.isExecutable(root.resolve("etc"))).isTrue();
    assertThat(Files.isWritable(root.resolve("hard"))).isFalse();
    assertThat(Files.isWritable(root)).isFalse();
    assertThat(Files.isReadable(root.resolve("nope"))).isFalse();
    assertThatThrownBy(
            () -> fileSystem.provider().checkAccess(root, AccessMode.READ, AccessMode.WRITE))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void isSameFile_hardLinksAndLinks_areTheSame() throws IOException {
    assertThat(Files.isSameFile(root.resolve("hard"), root.resolve("etc/motd"))).isTrue();
    assertThat(Files.isSameFile(root.resolve("var/link"), root.resolve("hard"))).isTrue();
    assertThat(Files.isSameFile(root.resolve("nope"), root.resolve("nope"))).isTrue();
    assertThat(Files.isSameFile(root.resolve("etc"), root.resolve("dev"))).isFalse();
    assertThat(Files.isSameFile(root, Path.of("/"))).isFalse();
    assertThat(Files.isSameFile(Path.of("/"), root)).isFalse();
    assertThatThrownBy(() -> Files.isSameFile(root, root.resolve("nope")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"etc", "hard", "dev/pipe", ""})
  void readSymbolicLink_ofNoLink_fails(String path) {
    assertThatThrownBy(() -> Files.readSymbolicLink(root.resolve(path)))
        .isInstanceOf(NotLinkException.class);
  }

  @Test
  void isHidden_dotFiles_only() throws IOException {
    assertThat(Files.isHidden(root.resolve("etc/.hidden"))).isTrue();
    assertThat(Files.isHidden(root.resolve("etc/motd"))).isFalse();
    assertThat(Files.isHidden(root)).isFalse();
    assertThat(Files.isHidden(fileSystem.getPath(""))).isFalse();
  }

  @Test
  void provider_pathOfAnother_isRefused() {
    assertThatThrownBy(() -> fileSystem.provider().newInputStream(Path.of("/")))
        .isInstanceOf(ProviderMismatchException.class);
  }
}
