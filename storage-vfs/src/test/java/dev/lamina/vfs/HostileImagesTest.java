package dev.lamina.vfs;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import dev.lamina.contract.Archives;
import dev.lamina.contract.HostileCase;
import dev.lamina.contract.HostileImagesContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The virtual trees of images made to do harm, which are loaded in every way. */
final class HostileImagesTest implements HostileImagesContract {
  @TempDir private Path directory;

  @TempDir private Path roots;

  @Override
  public ImageStore newStore() {
    return VfsImageStore.open(
        roots.resolve("store"), StoreOptions.defaults().durability(Durability.FAST));
  }

  @Override
  public Path directory() {
    return directory;
  }

  static Stream<Arguments> cases() {
    return HostileCase.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void load_ofAHostileStream_isSafe(String name, HostileCase hostile) throws IOException {
    check(hostile, (store, archive) -> store.load(new ByteArrayInputStream(archive)));
  }

  static Stream<Arguments> layouts() {
    // What is named out of the layout cannot be unpacked into it.
    return HostileCase.all()
        .filter(arguments -> arguments.get()[0].toString().startsWith("oci-"))
        .filter(arguments -> !arguments.get()[0].equals("oci-outer-traversal"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layouts")
  void load_ofAHostileDirectory_isSafe(String name, HostileCase hostile) throws IOException {
    check(hostile, (store, archive) -> store.load(Archives.layout(directory, archive)));
  }
}
