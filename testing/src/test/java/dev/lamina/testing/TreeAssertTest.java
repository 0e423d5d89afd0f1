package dev.lamina.testing;

import static dev.lamina.testing.LaminaAssertions.assertThatTree;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TreeAssertTest {
  private static final SampleImage SAMPLE =
      SampleImage.of(
          image ->
              image.layer(
                  files ->
                      files
                          .file("/etc/motd", "hello")
                          .mode(04600)
                          .owner(7, 4_000_000_000L)
                          .xattr("user.note", new byte[] {1, 2})
                          .file("/etc/bytes", new byte[] {0, -1})
                          .symlink("/etc/link", "../x")
                          .symlink("/conf", "/etc")
                          .fifo("/pipe")));

  private ImageStore store;
  private Mount mount;

  @BeforeEach
  void open() {
    store = InMemoryImageStore.create();
    mount = store.mount(SAMPLE.into(store).id()).readOnly();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void assertions_thatHold_goOn() {
    assertThatTree(mount.root())
        .has("/")
        .asDirectory()
        .withNames("etc", "conf", "pipe")
        .has("/etc/motd")
        .withContent("hello")
        .withContent(new byte[] {'h', 'e', 'l', 'l', 'o'})
        .withMode(04600)
        .withOwner(7, 4_000_000_000L)
        .withXattr("user.note", new byte[] {1, 2})
        .has("conf/motd")
        .withContent("hello")
        .has("/conf")
        .withTarget("/etc")
        .has("/etc/link")
        .withTarget("../x")
        .lacks("/etc/passwd")
        .lacks("/no/such/directory")
        .lacks("/etc/motd/below")
        .lacks("/x");
  }

  private static Arguments fails(Consumer<TreeAssert> assertion, String message) {
    return Arguments.of(assertion, message);
  }

  static Stream<Arguments> assertionsThatFail() {
    return Stream.of(
        fails(
            t -> t.has("/etc/passwd"),
            "expected /etc/passwd in the tree, but /etc has only [bytes, link, motd]"),
        fails(
            t -> t.has("/a/b/c"), "expected /a/b/c in the tree, but / has only [conf, etc, pipe]"),
        fails(
            t -> t.has("/etc/motd/x"), "expected /etc/motd/x in the tree, but /etc/motd is a file"),
        fails(t -> t.has("/etc/link/x"), "in the tree, but /etc/link is a symbolic link"),
        fails(t -> t.lacks("/etc"), "expected nothing at /etc, but there is a directory"),
        fails(t -> t.lacks("/pipe"), "expected nothing at /pipe, but there is a special file"),
        fails(
            t -> t.has("/etc/motd").withContent("bye"),
            "expected the content of /etc/motd to be bye, but it is hello"),
        fails(
            t -> t.has("/etc/bytes").withContent(new byte[] {0, 1, 2}),
            "expected /etc/bytes to hold other bytes from byte 1 on; it has 2, and should have 3"),
        fails(
            t -> t.has("/conf").withContent("x"),
            "expected /conf to be a file, but it is a symbolic link"),
        fails(
            t -> t.has("/etc/motd").withMode(0644),
            "expected the mode of /etc/motd to be 0644, but it is 4600"),
        fails(
            t -> t.has("/etc/motd").withOwner(0, 0),
            "expected the owner of /etc/motd to be 0:0, but it is 7:4000000000"),
        fails(
            t -> t.has("/etc/motd").withXattr("user.note", new byte[0]),
            "expected the user.note of /etc/motd to be [], but it is [1, 2]"),
        fails(
            t -> t.has("/conf").withTarget("etc"),
            "expected the target of /conf to be etc, but it is /etc"),
        fails(
            t -> t.has("/etc").withTarget("x"),
            "expected /etc to be a symbolic link, but it is a directory"),
        fails(
            t -> t.has("/pipe").asDirectory(),
            "expected /pipe to be a directory, but it is a special file"),
        fails(
            t -> t.has("/etc").withNames("motd"),
            "expected the names of /etc to be [motd], but it is [bytes, link, motd]"));
  }

  @ParameterizedTest
  @MethodSource("assertionsThatFail")
  void assertions_thatFail_sayWhatIsThere(Consumer<TreeAssert> assertion, String message) {
    assertThatThrownBy(() -> assertion.accept(assertThatTree(mount.root())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }

  @Test
  void assertions_onADirectoryOfTheHost_hold(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a"), "1");

    assertThatTree(directory).has("/a").withContent("1").lacks("/b").lacks("/a/b");
    assertThatThrownBy(() -> assertThatTree(directory).has("/a").withXattr("user.x", new byte[0]))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected /a to have xattr:user.x, but: ");
  }

  @Test
  void withMode_withoutPath_isAMistake() {
    assertThatThrownBy(() -> assertThatTree(mount.root()).withMode(0644))
        .isInstanceOf(IllegalStateException.class);
  }
}
