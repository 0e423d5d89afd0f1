package dev.lamina.engine;

import dev.lamina.IdMap;
import dev.lamina.ImageStoreException;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.internal.io.Fully;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.internal.oci.Accounts;
import dev.lamina.internal.oci.ProcessUser;
import dev.lamina.internal.oci.RuntimeConfigDocument;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The OCI runtime bundle of a tree.
 *
 * @param settings what a runtime is to start
 * @param root where the tree is mounted
 * @param readOnly whether nothing in it can be changed
 * @param idMap by which owners are others where the tree is mounted
 * @param tree the tree, in which the user is looked up
 */
record RuntimeBundle(
    RuntimeSettings settings, Path root, boolean readOnly, Optional<IdMap> idMap, LayerTree tree) {
  /** The name of the tree in the bundle's directory. */
  static final String ROOTFS = "rootfs";

  private static final String CONFIG = "config.json";
  private static final int ACCOUNTS_LIMIT = 1 << 20;

  /** Writes the {@code config.json}. */
  void writeConfig(Path directory) throws IOException {
    requireHostTree();
    HostDirectories directories = new HostDirectories(idMap);
    try {
      Path bundle = directories.make(directory);
      write(bundle.resolve(CONFIG), RuntimeConfigDocument.toJson(facts(bundle)));
    } catch (IOException | RuntimeException e) {
      directories.removeAfter(e);
      throw e;
    }
  }

  private void requireHostTree() {
    if (!root.getFileSystem().provider().getScheme().equals("file")) {
      throw new UnsupportedStorageException(
          "cannot make a runtime bundle: only this process sees the tree at "
              + root.toUri()
              + "; use the overlay storage, or export the files to a directory");
    }
  }

  private RuntimeConfigDocument.Facts facts(Path bundle) throws IOException {
    Path real = root.toRealPath();
    return new RuntimeConfigDocument.Facts(
        settings.config(),
        user(),
        real.equals(bundle.resolve(ROOTFS)) ? ROOTFS : real.toString(),
        readOnly,
        idMap,
        settings.annotations());
  }

  private ProcessUser user() throws IOException {
    return Accounts.of(read("etc/passwd"), read("etc/group")).user(settings.config().user());
  }

  /** Reads a file, of the tree and not of the host: its links lead nowhere else. */
  private byte[] read(String path) throws IOException {
    Optional<TreeNode> file = new TreePath(tree).file(path);
    long size = file.map(TreeNode::size).orElse(0L);
    if (size > ACCOUNTS_LIMIT) {
      throw new ImageStoreException(
          "/%s has %d bytes, more than the %d that are read".formatted(path, size, ACCOUNTS_LIMIT));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    while (bytes.hasRemaining() && tree.read(file.orElseThrow(), bytes.position(), bytes) > 0) {
      // As many bytes as there are.
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** Writes a new file, which only its owner can read: environments hold passwords. */
  private static void write(Path file, String json) throws IOException {
    try (FileChannel channel = OwnerOnly.createFile(file)) {
      Fully.write(channel, StandardCharsets.UTF_8.encode(json));
    } catch (FileAlreadyExistsException e) {
      throw new ImageStoreException(
          file + " is there already: delete it, or choose another directory", e);
    } catch (IOException e) {
      deleteAfter(e, file);
      throw e;
    }
  }

  private static void deleteAfter(IOException failure, Path file) {
    try {
      boolean unused = Files.deleteIfExists(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
