package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.ids;
import static dev.lamina.contract.StoreContract.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.UnsupportedStorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The mounts of storages that show each tree as a {@code java.nio.file} file system of its own. */
public interface OwnFileSystemContract extends StoreContract {
  @Test
  default void write_anything_isRefusedByAFileSystemThatIsReadOnly() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, MountContract.IMAGE);
      try (Mount mount = store.mount("large:1").readOnly()) {
        Path top = mount.root().resolve("top");
        Path other = mount.root().resolve("other");
        List<ThrowingCallable> writes =
            List.of(
                () -> Files.writeString(top, "x"),
                () -> Files.createFile(other),
                () -> Files.createDirectory(other),
                () -> Files.createSymbolicLink(other, top),
                () -> Files.createLink(other, top),
                () -> Files.delete(top),
                () -> Files.move(top, other),
                () -> Files.copy(top, other),
                () -> Files.setLastModifiedTime(top, Files.getLastModifiedTime(top)),
                () -> Files.setAttribute(top, "unix:mode", 0));
        for (ThrowingCallable write : writes) {
          assertThatThrownBy(write).isInstanceOf(ReadOnlyFileSystemException.class);
        }
        assertThat(mount.root().getFileSystem().isReadOnly()).isTrue();
      }
    }
  }

  @Test
  default void close_mount_closesAllThatIsOpenInIt() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, MountContract.IMAGE);
      Mount mount = store.mount("large:1").readOnly();
      assertClosedBy(mount, mount::close);
      mount.close();
    }
  }

  @Test
  default void close_store_closesItsMounts() throws IOException {
    ImageStore store = newStore();
    load(store, MountContract.IMAGE);
    Mount mount = store.mount("large:1").readOnly();
    assertClosedBy(mount, store::close);
    mount.close();
  }

  /** Opens things in a mount, closes it by something, and finds that nothing can be read. */
  private static void assertClosedBy(Mount mount, Runnable closing) throws IOException {
    Path large = mount.root().resolve("d/large");
    try (InputStream in = Files.newInputStream(large);
        FileChannel channel = FileChannel.open(large);
        DirectoryStream<Path> directory = Files.newDirectoryStream(mount.root())) {
      assertThat(in.read()).isEqualTo(MountContract.LARGE[0] & 0xff);

      closing.run();

      assertThat(channel.isOpen()).isFalse();
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> directory.iterator().hasNext())
          .isInstanceOfAny(ClosedFileSystemException.class, IllegalStateException.class);
      assertThatThrownBy(() -> Files.size(large)).isInstanceOf(ClosedFileSystemException.class);
      assertThatThrownBy(() -> Files.list(mount.root()))
          .isInstanceOf(ClosedFileSystemException.class);
      assertThat(mount.root().getFileSystem().isOpen()).isFalse();
    }
  }

  @Test
  default void bundle_noRuntimeSeesTheTree_isRefusedAndLeavesNothing() {
    Path bundle = directory().resolve("new").resolve("bundle");
    try (ImageStore store = newStore()) {
      load(store, WritableContract.IMAGE);
      store.create("app:1").command("x").named("c1");
      try (Mount readOnly = store.mount("app:1").readOnly();
          Mount readWrite = store.mount("app:1").readWrite();
          Mount container = store.mountContainer("c1")) {
        store.create("app:1").command("x").named("c2");
        List<ThrowingCallable> bundles =
            List.of(
                () -> readOnly.writeRuntimeConfig(bundle),
                () -> readWrite.writeRuntimeConfig(bundle),
                () -> container.writeRuntimeConfig(bundle),
                () -> store.mount("app:1").asOciBundle(bundle),
                () -> store.mount("app:1").at(bundle).readOnly(),
                () -> store.mountContainer("c2", bundle));
        for (ThrowingCallable making : bundles) {
          assertThatThrownBy(making)
              .isInstanceOf(UnsupportedStorageException.class)
              .hasMessageContaining("use the overlay storage")
              .hasNoSuppressedExceptions();
        }
      }
    }
    assertThat(bundle.getParent()).doesNotExist();
  }

  @Test
  default void close_store_closesItsWritableTrees() throws IOException {
    Path root;
    try (ImageStore store = newStore()) {
      load(store, WritableContract.IMAGE);
      root = store.mount("app:1").readWrite().root();
      Files.writeString(root.resolve("note"), "n");
      assertThat(ids(store.images())).containsExactly(WritableContract.IMAGE.id());
    }

    assertThatThrownBy(() -> Files.size(root.resolve("note")))
        .isInstanceOf(ClosedFileSystemException.class);
  }
}
