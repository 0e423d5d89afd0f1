package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CloseTest {
  private final byte[] content = new byte[50_000];
  private final FakeTree tree =
      new FakeTree().file("d/f", content).file("d/g", "g").symlink("d/l", "f");
  private final UnionFileSystem fileSystem = UnionFileSystem.open(tree, List.of());
  private final Path file = fileSystem.getPath("/d/f");
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  @AfterEach
  void close() throws Exception {
    threads.shutdownNow();
    fileSystem.close();
  }

  @Test
  void close_twice_closesTheTreeOnce() throws IOException {
    assertThat(fileSystem.isOpen()).isTrue();

    fileSystem.close();
    fileSystem.close();

    assertThat(fileSystem.isOpen()).isFalse();
    assertThat(tree.closes()).isEqualTo(1);
  }

  @Test
  void close_openResources_areClosed() throws IOException {
    FileChannel channel = FileChannel.open(file);
    InputStream in = Files.newInputStream(file);
    DirectoryStream<Path> directory = Files.newDirectoryStream(file.getParent());
    Iterator<Path> children = directory.iterator();
    Stream<Path> walk = Files.walk(fileSystem.root());
    Path child = children.next();
    assertThat(fileSystem.resources().size()).isEqualTo(4);

    fileSystem.close();

    assertThat(fileSystem.resources().size()).isZero();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(in::read).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(children::hasNext).isInstanceOf(ClosedFileSystemException.class);
    assertThatThrownBy(walk::count).isInstanceOf(ClosedFileSystemException.class);
    assertThatThrownBy(() -> Files.size(child)).isInstanceOf(ClosedFileSystemException.class);
    channel.close();
    in.close();
    directory.close();
  }

  @Test
  void use_afterClose_fails() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    fileSystem.close();
    Stream<ThrowingCallable> uses =
        Stream.of(
            () -> Files.size(file),
            () -> Files.exists(file),
            () -> Files.readString(file),
            () -> Files.newInputStream(file),
            () -> Files.list(file),
            () -> Files.readSymbolicLink(file),
            () -> Files.isSameFile(file, fileSystem.root()),
            () -> Files.isHidden(file),
            () -> Files.getFileStore(file),
            () -> Files.delete(file),
            () -> Files.writeString(file, ""),
            () -> Files.copy(file, fileSystem.root()),
            () -> Files.getFileAttributeView(file, PosixFileAttributeView.class),
            () -> Files.readAttributes(file, "user:*"),
            view::readAttributes,
            file::toRealPath,
            fileSystem::getRootDirectories,
            fileSystem::getFileStores,
            fileSystem::supportedFileAttributeViews,
            fileSystem::getUserPrincipalLookupService);

    uses.forEach(use -> assertThatThrownBy(use).isInstanceOf(ClosedFileSystemException.class));

    assertThat(file.getParent()).hasToString("/d");
    assertThat(file.resolveSibling("g")).hasToString("/d/g");
    assertThat(fileSystem.isReadOnly()).isTrue();
  }

  @Test
  void close_duringARead_waitsForIt() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    tree.duringRead(
        () -> {
          reading.countDown();
          awaitUninterruptibly(mayGoOn);
        });
    InputStream in = Files.newInputStream(file);
    Future<Integer> read = threads.submit(() -> in.read(new byte[content.length]));
    reading.await();

    Future<?> close =
        threads.submit(
            () -> {
              fileSystem.close();
              return null;
            });
    while (fileSystem.isOpen() || fileSystem.resources().size() > 0) {
      Thread.onSpinWait();
    }

    assertThat(tree.closes()).isZero();
    mayGoOn.countDown();
    assertThat(read.get()).isEqualTo(content.length);
    close.get();
    assertThat(tree.closes()).isEqualTo(1);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void eightThreads_reading_seeTheSame() throws Exception {
    new Random(1).nextBytes(content);
    List<Future<?>> readers = new ArrayList<>();

    try (FileChannel shared = FileChannel.open(file)) {
      for (int t = 0; t < 8; t++) {
        long seed = t;
        readers.add(
            threads.submit(
                () -> {
                  readOften(shared, seed);
                  return null;
                }));
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }

    assertThat(fileSystem.resources().size()).isZero();
  }

  private void readOften(FileChannel shared, long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      int position = random.nextInt(content.length - 100);
      ByteBuffer some = ByteBuffer.allocate(100);
      assertThat(shared.read(some, position)).isEqualTo(100);
      assertThat(some.flip()).isEqualTo(ByteBuffer.wrap(content, position, 100));
      assertThat(Files.readAllBytes(fileSystem.getPath("/d/l"))).isEqualTo(content);
      try (Stream<Path> all = Files.walk(fileSystem.root())) {
        assertThat(all.filter(Files::isReadable)).hasSize(5);
      }
      assertThat(Files.getOwner(file)).hasToString("0");
    }
  }

  @Test
  void eightThreads_whileClosed_failInOrder() throws Exception {
    List<Future<String>> readers = new ArrayList<>();
    CountDownLatch started = new CountDownLatch(8);
    for (int t = 0; t < 8; t++) {
      readers.add(threads.submit(() -> readUntilClosed(started)));
    }
    started.await();

    fileSystem.close();

    for (Future<String> reader : readers) {
      assertThat(reader.get())
          .isIn(
              "ClosedFileSystemException", "ClosedChannelException", "AsynchronousCloseException");
    }
    assertThat(fileSystem.resources().size()).isZero();
    assertThat(tree.closes()).isEqualTo(1);
  }

  private String readUntilClosed(CountDownLatch started) throws IOException {
    for (int i = 0; ; i++) {
      if (i == 3) {
        started.countDown();
      }
      try {
        Files.readAllBytes(file);
        Files.newInputStream(file).readAllBytes();
        Files.list(fileSystem.root()).close();
      } catch (ClosedFileSystemException | ClosedChannelException e) {
        return e.getClass().getSimpleName();
      }
    }
  }

  @Test
  void register_afterClose_closesWhatCame() throws IOException {
    fileSystem.close();
    List<String> closed = new ArrayList<>();

    assertThatThrownBy(() -> fileSystem.resources().register(() -> closed.add("it")))
        .isInstanceOf(ClosedFileSystemException.class);

    assertThat(closed).containsExactly("it");
  }

  @Test
  void close_resourceFails_closesTheRestAndSaysSo() {
    assertThatThrownBy(
            () -> {
              fileSystem.resources().register(() -> fail("one"));
              fileSystem.resources().register(() -> fail("two"));
              fileSystem.close();
            })
        .isInstanceOf(IOException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));

    assertThat(tree.closes()).isEqualTo(1);
  }

  private static void fail(String message) throws IOException {
    throw new IOException(message);
  }
}
