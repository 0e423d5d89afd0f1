package dev.lamina.vfs;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.contract.Archives;
import dev.lamina.contract.StoreContract;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where paths lead in a mounted image, links and {@code ..} included: never out of it. */
final class UntrustedPathsTest {
  @TempDir private Path directory;

  private static Stream<Arguments> rows(String table) {
    return Archives.text(UntrustedPathsTest.class, "lookups/" + table)
        .lines()
        .skip(1)
        .map(line -> Arguments.of((Object[]) line.split("\t", -1)));
  }

  static Stream<Arguments> joins() {
    return rows("joins.tsv");
  }

  static Stream<Arguments> lookups() {
    return rows("lookups.tsv");
  }

  private static TarBuilder tree(List<String> lines) {
    TarBuilder tar = tar();
    for (String line : lines) {
      String[] words = line.split(" ", 3);
      tar =
          switch (words[0]) {
            case "dir" -> tar.directory(words[1]);
            case "file" -> tar.file(words[1], "");
            case "fifo" -> tar.fifo(words[1]);
            case "symlink" -> tar.symlink(words[1], words[2].replace("-> ", ""));
            default -> tar;
          };
    }
    return tar;
  }

  /** Looks at a mounted tree. */
  private interface Look {
    void at(Path root) throws IOException;
  }

  private void mounted(TarBuilder tree, Look look) throws IOException {
    try (ImageStore store =
        VfsImageStore.open(directory, StoreOptions.defaults().durability(Durability.FAST))) {
      StoreContract.load(store, TestImage.of(tree).tagged("a:1"));
      try (Mount mount = store.mount("a:1").readOnly()) {
        look.at(mount.root());
      }
    }
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("joins")
  void path_inATreeOfLinks_leadsWhereItMay(String test, String setup, String path, String result)
      throws IOException {
    mounted(
        tree(List.of(setup.split("; "))),
        root -> {
          Path joined = root.resolve(path);
          Path expected = root.resolve(result.replaceFirst("^root/", ""));
          ThrowingCallable resolving = () -> joined.toRealPath();
          if (result.equals("ok") || result.equals("ELOOP")) {
            assertThatThrownBy(resolving).isInstanceOf(FileSystemException.class);
          } else if (Files.exists(expected)) {
            assertThat(joined.toRealPath()).isEqualTo(expected);
          } else {
            assertThatThrownBy(resolving).isInstanceOf(NoSuchFileException.class);
          }
        });
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("lookups")
  void path_inALargerTree_leadsWhereTheKernelGoes(String name, String path, String result)
      throws IOException {
    mounted(
        tree(Archives.text(UntrustedPathsTest.class, "lookups/tree.txt").lines().toList()),
        root -> {
          Path unsafe = root.resolve(path);
          if (result.startsWith("/")) {
            assertThat(unsafe.toRealPath()).hasToString(result);
          } else {
            assertThatThrownBy(() -> unsafe.toRealPath())
                .isInstanceOf(FileSystemException.class)
                .satisfies(
                    failure ->
                        assertThat(failure instanceof NoSuchFileException)
                            .isEqualTo(result.equals("ENOENT")));
          }
        });
  }
}
