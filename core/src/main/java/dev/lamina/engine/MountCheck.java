package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.ImageStoreException;
import dev.lamina.Mount;
import dev.lamina.OperationCancelledException;
import dev.lamina.internal.catalog.ImageRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Mounts each image, and reads all of it once. */
final class MountCheck {
  private final CheckedStore store;

  MountCheck(CheckedStore store) {
    this.store = store;
  }

  void run() throws IOException {
    for (ImageRecord image : store.state().images().toList()) {
      store.request().goOn();
      look(image);
    }
  }

  private void look(ImageRecord image) throws IOException {
    Mounts mounts = store.parts().mounts();
    Digest id = image.id();
    try (Mount mount =
        mounts.readOnly(store.state(), image, id, image.diffIds(), mounts.options())) {
      Path unused = Files.walkFileTree(mount.root(), new Reader());
    } catch (OperationCancelledException | InterruptedIOException | ClosedByInterruptException e) {
      throw e;
    } catch (ImageStoreException | IOException e) {
      store
          .findings()
          .of(Kind.IMAGE, store.layout().blob(id), Owners.ofImage(id))
          .isDamaged("an image that can be mounted and read", e.toString(), Remedy.NONE);
    }
  }

  /** Reads each regular file to its end; links are not followed, nor are devices opened. */
  private final class Reader extends SimpleFileVisitor<Path> {
    private final byte[] buffer = new byte[64 * 1024];

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      store.request().goOn();
      if (attributes.isRegularFile()) {
        try (InputStream in = Files.newInputStream(file)) {
          while (in.read(buffer) >= 0) {
            store.request().goOn();
          }
        }
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
