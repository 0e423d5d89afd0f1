package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Durability;
import dev.lamina.ImageId;
import dev.lamina.ImageStore;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.contract.Archives;
import dev.lamina.contract.TreeListing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers that are unusual in one way: what they show here, beside what engines make of them. */
final class OddLayersTest {
  private static final String REFUSED = "refused";

  @TempDir private Path directory;

  /**
   * What some make of a layer.
   *
   * @param who who they are
   * @param reason why this library is not with Docker; empty if it is
   * @param lines how the tree differs from the base layer's, or that there is none
   */
  private record Verdict(List<String> who, String reason, List<String> lines) {
    static Verdict parse(String text) {
      List<String> lines = new ArrayList<>(text.lines().toList());
      List<String> who = List.of(lines.remove(0).split(" "));
      String reason = "";
      if (!lines.isEmpty() && lines.get(0).startsWith("because ")) {
        reason = lines.remove(0).substring("because ".length());
      }
      return new Verdict(who, reason, lines.stream().map(Verdict::undated).toList());
    }

    private static String undated(String line) {
      return line.replace(" mtime=now ", " mtime=0 ");
    }

    boolean isRefusal() {
      return lines.size() == 1 && lines.get(0).startsWith(REFUSED);
    }

    String words() {
      return lines.get(0).substring((REFUSED + ": ").length());
    }
  }

  static Stream<Arguments> cases() {
    return Stream.of(Archives.text(OddLayersTest.class, "odd-layers/cases.txt").split("(?m)^== "))
        .filter(text -> !text.isEmpty())
        .map(
            text -> {
              String[] parts = text.split("(?m)^-- ");
              List<Verdict> verdicts = Stream.of(parts).skip(1).map(Verdict::parse).toList();
              return Arguments.of(parts[0].strip(), verdicts);
            });
  }

  private static Verdict of(String who, List<Verdict> verdicts) {
    return verdicts.stream()
        .filter(verdict -> verdict.who().contains(who))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void load_ofAnOddLayer_showsWhatTheTableSays(String name, List<Verdict> verdicts)
      throws IOException {
    Verdict ours = of("ours", verdicts);
    byte[] archive = Archives.unpacked(OddLayersTest.class, "odd-layers/" + name + ".tar.gz");
    try (ImageStore store =
        VfsImageStore.open(directory, StoreOptions.defaults().durability(Durability.FAST))) {
      if (ours.isRefusal()) {
        assertThatThrownBy(() -> store.load(new ByteArrayInputStream(archive)))
            .isInstanceOf(InvalidArchiveException.class)
            .hasMessageContaining(ours.words());
        assertThat(store.images().all()).isEmpty();
      } else {
        ImageId image = store.load(new ByteArrayInputStream(archive)).get(0).id();

        assertThat(difference(store, image)).isEqualTo(ours.lines());
      }
    }
  }

  private static List<String> difference(ImageStore store, ImageId image) throws IOException {
    List<String> base = Archives.text(OddLayersTest.class, "odd-layers/base.txt").lines().toList();
    try (Mount mount = store.mount(image).readOnly()) {
      return TreeListing.difference(TreeListing.of(mount.root()), base);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void table_whereWeAreNotWithDocker_givesTheReason(String name, List<Verdict> verdicts) {
    Verdict ours = of("ours", verdicts);

    assertThat(ours.reason().isEmpty()).isEqualTo(ours.who().contains("docker"));
    assertThat(verdicts)
        .flatExtracting(Verdict::who)
        .containsExactlyInAnyOrder("docker", "podman", "containerd", "umoci", "ours");
    assertThat(verdicts).extracting(Verdict::lines).doesNotHaveDuplicates();
  }
}
