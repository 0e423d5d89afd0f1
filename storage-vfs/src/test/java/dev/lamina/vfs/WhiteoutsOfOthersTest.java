package dev.lamina.vfs;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.contract.Archives;
import dev.lamina.contract.StoreContract;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What whiteouts and opaque directories leave, by the tests of other tools. */
final class WhiteoutsOfOthersTest {
  @TempDir private Path directory;

  static Stream<Arguments> cases() {
    return Archives.text(WhiteoutsOfOthersTest.class, "whiteouts/whiteouts.tsv")
        .lines()
        .skip(1)
        .map(line -> Arguments.of((Object[]) line.split("\t", -1)));
  }

  private static TarBuilder layer(String members) {
    TarBuilder tar = tar();
    for (String member : list(members)) {
      if (member.contains(" -> ")) {
        String[] link = member.split(" -> ", 2);
        tar = tar.symlink(link[0], link[1]);
      } else if (member.endsWith("/")) {
        tar = tar.directory(member.substring(0, member.length() - 1));
      } else if (member.endsWith(" |")) {
        tar = tar.fifo(member.substring(0, member.length() - 2));
      } else {
        tar = tar.file(member, member.contains(".wh.") ? "" : "content");
      }
    }
    return tar;
  }

  private static List<String> list(String cell) {
    return cell.isEmpty() ? List.of() : List.of(cell.split("; "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void layer_onAnother_leavesWhatTheTableSays(
      String name, String below, String layer, String here, String gone) throws IOException {
    Path target = directory.resolve("target");
    TestImage image = TestImage.of(layer(below), layer(layer)).tagged("a:1");
    try (ImageStore store =
        VfsImageStore.open(
            directory.resolve("store"), StoreOptions.defaults().durability(Durability.FAST))) {
      StoreContract.load(store, image);
      try (Mount mount = store.mount("a:1").readOnly()) {
        mount.export().toDirectory(target);
        for (Path root : List.of(mount.root(), target)) {
          assertThat(list(here)).allMatch(path -> exists(root.resolve(path)));
          assertThat(list(gone)).noneMatch(path -> exists(root.resolve(path)));
        }
      }
    }
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
