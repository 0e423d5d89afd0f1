package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What trees show that are a {@code java.nio.file} file system of their own, and that the host's
 * does not: names of any bytes, links that stay inside, views of their own.
 */
public interface OwnUnionContract extends StoreContract {
  /** Mounts an image of these layers, base first. */
  private void mounted(UnionContract.Look look, TarBuilder... layers) throws IOException {
    try (ImageStore store = newStore()) {
      load(store, TestImage.of(layers).tagged("union:1"));
      try (Mount mount = store.mount("union:1").readOnly()) {
        look.at(mount.root());
      }
    }
  }

  @Test
  default void layerView_saysWhatLayerBroughtAPath() throws IOException {
    TarBuilder base = tar().directory("d").file("d/a", "1").file("d/b", "1");
    TarBuilder top = tar().file("d/b", "2");
    TestImage image = TestImage.of(base, top);
    mounted(
        root -> {
          assertThat(Files.readAttributes(root.resolve("d/a"), "layer:*"))
              .isEqualTo(Map.of("index", 0, "diffId", image.diffIds().get(0).toString()));
          assertThat(Files.readAttributes(root.resolve("d/b"), "layer:*"))
              .isEqualTo(Map.of("index", 1, "diffId", image.diffIds().get(1).toString()));
          assertThat(Files.getAttribute(root.resolve("d"), "layer:index")).isEqualTo(0);
        },
        base,
        top);
  }

  @Test
  default void symlinks_areFollowedInsideTheImage() throws IOException {
    mounted(
        root -> {
          assertThat(root.resolve("relative")).hasContent("1");
          assertThat(root.resolve("absolute")).hasContent("1");
          assertThat(root.resolve("outside")).hasContent("1");
          assertThat(root.resolve("directory/file")).hasContent("1");
          assertThat(root.resolve("directory/../e/file")).hasContent("1");
          assertThat(root.resolve("relative").toRealPath()).isEqualTo(root.resolve("d/e/file"));
          assertThat(Files.readSymbolicLink(root.resolve("absolute"))).hasToString("/d/e/file");
          assertThat(Files.isSymbolicLink(root.resolve("dangling"))).isTrue();
          assertThat(Files.exists(root.resolve("dangling"))).isFalse();
          assertThatThrownBy(() -> Files.readString(root.resolve("dangling")))
              .isInstanceOf(NoSuchFileException.class);
          assertThatThrownBy(() -> Files.readString(root.resolve("circle")))
              .isInstanceOf(FileSystemLoopException.class);
        },
        tar()
            .directory("d")
            .directory("d/e")
            .file("d/e/file", "1")
            .symlink("relative", "d/e/file")
            .symlink("absolute", "/d/e/file")
            .symlink("outside", "../../../d/e/file")
            .symlink("directory", "d/e")
            .symlink("dangling", "nowhere")
            .symlink("circle", "circle2")
            .symlink("circle2", "/circle"));
  }

  @Test
  default void names_ofAnyBytes_areKept() throws IOException {
    String latin = "caf\udce9"; // The byte 0xE9, which is not UTF-8.
    String longest = "n".repeat(255);
    String deep = "deep/".repeat(200) + "file";
    mounted(
        root -> {
          for (String name :
              new String[] {latin, longest, deep, "ü/日本.txt", " ", "a\nb", "-", "back\\slash"}) {
            assertThat(Files.readAllBytes(root.resolve(name)))
                .as(name)
                .isEqualTo(ByteNames.encode(name));
          }
          try (var files = Files.list(root)) {
            assertThat(files).contains(root.resolve(latin));
          }
        },
        tar()
            .file(latin, ByteNames.encode(latin))
            .file(longest, longest)
            .file(deep, deep)
            .file("ü/日本.txt", "ü/日本.txt")
            .file(" ", " ")
            .file("a\nb", "a\nb")
            .file("-", "-")
            .file("back\\slash", "back\\slash"));
  }

  @Test
  default void extendedAttributes_areSeenByTheirNames() throws IOException {
    byte[] value = {0, 1, (byte) 0xff, '\n'};
    mounted(
        root -> {
          Path f = root.resolve("f");
          UserDefinedFileAttributeView user =
              Files.getFileAttributeView(f, UserDefinedFileAttributeView.class);
          assertThat(user.list()).containsExactly("note");
          assertThat(Files.getAttribute(f, "user:note")).isEqualTo(value);
          assertThat(Files.readAttributes(f, "xattr:*"))
              .containsOnlyKeys("user.note", "security.capability");
          assertThat(Files.getAttribute(f, "xattr:security.capability"))
              .isEqualTo("cap".getBytes(UTF_8));
          assertThat(Files.readAttributes(root.resolve("plain"), "xattr:*")).isEmpty();
        },
        tar()
            .file("f", "")
            .xattr("user.note", value)
            .xattr("security.capability", "cap".getBytes(UTF_8))
            .file("plain", ""));
  }
}
