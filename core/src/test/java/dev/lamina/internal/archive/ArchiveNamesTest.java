package dev.lamina.internal.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveNamesTest {
  private final ArchiveNames<String> names = new ArchiveNames<>(Limits.defaults());

  private void file(String path, String content) {
    names.file(EntryPath.parse(path), content);
  }

  private void symlink(String path, String target) {
    names.link(
        new LayerEntry.Symlink(
            EntryPath.parse(path),
            new EntryAttributes(0777, 0, 0, 0, Map.of()),
            target.getBytes(UTF_8)));
  }

  private void hardLink(String path, String target) {
    names.link(new LayerEntry.HardLink(EntryPath.parse(path), EntryPath.parse(target)));
  }

  @ParameterizedTest
  @CsvSource({
    "a/b/link, c, true",
    "a/b/link, ./c, true",
    "a/b/link, ../b/c, true",
    "a/b/link, ../../a//b/./c, true",
    "link, a/b/c, true",
    "link, ./a/x/../b/c, true",
    "a/b/link, ../../../a/b/c, false",
    "a/b/link, /a/b/c, false",
    "a/b/link, ../c, false",
    "a/b/link, '', false",
  })
  void find_symlink_isResolvedInsideTheArchive(String link, String target, boolean found) {
    file("a/b/c", "content");
    symlink(link, target);

    assertThat(names.find(link).isPresent()).isEqualTo(found);
    assertThat(names.find("./" + link).isPresent()).isEqualTo(found);
    if (!found) {
      assertThatThrownBy(() -> names.get(link))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining("archive member " + link + " is a link to")
          .hasMessageContaining("missing from the archive");
    }
  }

  @Test
  void find_chainOfLinks_isFollowed() {
    file("target", "content");
    hardLink("l0", "target");
    for (int i = 1; i < 30; i++) {
      symlink("l" + i, "l" + (i - 1));
    }

    assertThat(names.find("l29")).contains("content");
  }

  @Test
  void find_linkBeforeItsTarget_isFound() {
    hardLink("link", "later");
    file("later", "content");

    assertThat(names.get("link")).isEqualTo("content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "self"})
  void find_circle_isRefused(String name) {
    symlink("a", "b");
    hardLink("b", "a");
    symlink("self", "self");

    assertThatThrownBy(() -> names.find(name))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage("too many links from archive member " + name);
  }

  @Test
  void file_nameAgain_theLastCounts() {
    symlink("a", "b");
    file("a", "1");
    file("a", "2");
    file("b", "3");
    symlink("b", "a");

    assertThat(names.find("a")).contains("2");
    assertThat(names.find("b")).contains("2");
  }

  @Test
  void get_missing_isNamedWithoutControlCharacters() {
    assertThat(names.find("a\nb")).isEmpty();
    assertThatThrownBy(() -> names.get("a\nb"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage("missing from the archive: a\\x0ab");
  }

  @Test
  void file_moreThanAnArchiveHas_isRefused() {
    for (int i = 0; i < 200_000; i++) {
      file("f" + i, "");
    }

    assertThatThrownBy(() -> file("one more", ""))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining(
            "one more is beyond the limit of 200000; raise it with Limits.archiveMembers");
  }
}
