package dev.lamina.vfs;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.contract.Archives;
import dev.lamina.contract.StoreContract;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import dev.lamina.contract.TreeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers made to leave the directory that they are unpacked into: none does. */
final class BreakoutTest {
  @TempDir private Path directory;

  private Path victim;

  @BeforeEach
  void layVictim() throws IOException {
    victim = Files.createDirectory(directory.resolve("victim"));
    Files.writeString(victim.resolve("hello"), "hello\n");
    Files.writeString(victim.resolve("perm400"), "secret");
    try (Stream<Path> paths = Files.walk(victim)) {
      for (Path path : paths.toList()) {
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000_000_000L));
      }
    }
  }

  static Stream<Arguments> cases() {
    return Archives.text(BreakoutTest.class, "breakouts/breakouts.tsv")
        .lines()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(cells -> Arguments.of(cells[0], cells[1], cells[2]));
  }

  private TarBuilder layer(String members) {
    TarBuilder tar = tar();
    for (String member : members.split("; ")) {
      String[] words = member.replace("VICTIM", victim.toString()).split(" ", 3);
      if (words.length == 3) {
        tar = add(tar, words[0], words[2]).mode(Integer.parseInt(words[1], 8));
      }
    }
    return tar;
  }

  private static TarBuilder add(TarBuilder tar, String type, String text) {
    String[] parts = text.split(" (=|->) ?", 2);
    String name = parts[0].stripTrailing();
    return switch (type) {
      case "dir" -> tar.directory(name.replaceAll("/+$", ""));
      case "file" -> tar.file(name, parts[1]);
      case "symlink" -> tar.symlink(name, parts[1]);
      case "link" -> tar.hardLink(name, parts[1]);
      default -> throw new IllegalArgumentException(type);
    };
  }

  private Map<String, Object> hostState() throws IOException {
    Map<String, Object> state = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(victim)) {
      for (Path path : paths.toList()) {
        state.put(
            path.toString(),
            Files.readAttributes(
                path,
                "unix:mode,nlink,ino,size,lastModifiedTime,ctime",
                LinkOption.NOFOLLOW_LINKS));
      }
    }
    try (Stream<Path> beside = Files.list(directory)) {
      state.put("beside", beside.sorted().map(Path::toString).toList());
    }
    return state;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void layer_thatIsUnpacked_staysInside(String name, String below, String layer)
      throws IOException {
    Path target = Files.createDirectory(directory.resolve("target"));
    Path root = Files.createDirectory(directory.resolve("store"));
    Map<String, Object> before = hostState();
    TestImage image = TestImage.of(layer(below), layer(layer)).tagged("a:1");
    try (ImageStore store =
        VfsImageStore.open(root, StoreOptions.defaults().durability(Durability.FAST))) {
      for (Image loaded : loadOrRefuse(store, image)) {
        try (Mount mount = store.mount(loaded.id()).readOnly()) {
          mount.export().toDirectory(target);

          assertThat(outline(target)).isEqualTo(outline(mount.root()));
        }
      }
    }
    assertThat(hostState()).isEqualTo(before);
  }

  private static List<Image> loadOrRefuse(ImageStore store, TestImage image) {
    try {
      return StoreContract.load(store, image);
    } catch (InvalidArchiveException e) {
      assertThat(store.images().all()).isEmpty();
      return List.of();
    }
  }

  private static List<String> outline(Path root) throws IOException {
    List<String> lines = new ArrayList<>(TreeText.of(root));
    lines.replaceAll(line -> line.replaceAll("/+", "/"));
    return lines;
  }

  @Test
  void cases_areSeveralOfEachSource() {
    assertThat(cases().map(row -> row.get()[0].toString().split(" ")[0]))
        .contains("containerd", "moby")
        .hasSizeGreaterThan(30);
  }
}
