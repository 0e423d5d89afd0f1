package dev.lamina.internal.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.tar.TarContents.Content;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * The layers of hostile and odd images, with the outer archive read by the same reader. What only a
 * tree can judge, such as a hard link to nothing, is not refused here.
 */
final class HostileLayersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Classes of hostile images that are about what is in a layer's tar. */
  private static final Set<String> CLASSES =
      Set.of(
          "tar-structure",
          "metadata",
          "whiteout",
          "path-traversal",
          "symlink-escape",
          "hardlink-escape");

  /** Refused by the layer's index: whether a link's target is there, the reader cannot know. */
  private static final Set<String> OF_THE_TREE =
      Set.of(
          "hl-absolute-host",
          "hl-cwd-relative",
          "hl-forward",
          "hl-self-no-file",
          "hl-to-directory");

  /** Free to accept or refuse, and refused. */
  private static final Set<String> REFUSED_BY_CHOICE =
      Set.of(
          "hl-via-symlink-dir-write",
          "kind-unknown",
          "mtime-nan",
          "name-empty",
          "name-path-5000",
          "wh-chardev-00",
          "wh-overlay-metacopy",
          "wh-overlay-redirect",
          "xattr-70000",
          "xattr-name-long");

  private static final Set<String> ODD_REFUSED =
      Set.of(
          "checksum-bad",
          "name-256",
          "name-deep-dotdot",
          "name-empty",
          "not-tar",
          "owner-too-big",
          "symlink-empty",
          "truncated-data",
          "type-char-0-0",
          "type-unknown",
          "whiteout-dotdot",
          "whiteout-empty",
          "xattr-overlay-opaque");

  @Test
  void hostileImages_areReadOrRefusedAsTheyMust(TestReporter reporter) throws IOException {
    Path folder = cases().resolve("hostile");
    Map<String, String> refused = new TreeMap<>();
    Set<String> accepted = new TreeSet<>();

    for (JsonNode hostile : JSON.readTree(folder.resolve("manifest.json").toFile()).get("cases")) {
      String name = hostile.get("name").asText();
      Path image = folder.resolve(name).resolve("image.tar");
      if (CLASSES.contains(hostile.get("class").asText()) && Files.exists(image)) {
        try {
          assertVisible(hostile, layers(image));
          accepted.add(name);
        } catch (InvalidArchiveException e) {
          refused.put(name, e.getMessage());
          assertExplained(hostile, e.getMessage());
        }
        assertOutcome(hostile, refused.containsKey(name));
      }
    }

    reporter.publishEntry("accepted " + accepted.size(), accepted.toString());
    reporter.publishEntry("refused " + refused.size(), refused.toString());
    assertThat(accepted).hasSizeGreaterThan(40);
    assertThat(refused).hasSizeGreaterThan(30);
  }

  private static void assertOutcome(JsonNode hostile, boolean refused) {
    String name = hostile.get("name").asText();
    boolean expected =
        switch (hostile.get("outcome").asText()) {
          case "accept" -> false;
          case "reject" -> !OF_THE_TREE.contains(name);
          default -> REFUSED_BY_CHOICE.contains(name);
        };
    assertThat(refused).as(name).isEqualTo(expected);
  }

  private static void assertExplained(JsonNode hostile, String message) {
    assertThat(message.chars()).noneMatch(c -> c < 0x20);
    if (hostile.has("error_any")) {
      List<String> words = new ArrayList<>();
      hostile.get("error_any").forEach(word -> words.add(word.asText().toLowerCase(Locale.ROOT)));
      assertThat(message.toLowerCase(Locale.ROOT))
          .as(hostile.get("name").asText())
          .matches(text -> words.stream().anyMatch(text::contains));
    }
  }

  private static void assertVisible(JsonNode hostile, Map<String, Content> layers) {
    String name = hostile.get("name").asText();
    for (Map.Entry<String, JsonNode> visible : hostile.path("visible").properties()) {
      Content content = layers.get(visible.getKey());
      // What no layer names is for the tree.
      if (content != null && hasAttributes(content.entry())) {
        assertThat(describe(content)).as(name).contains(visible.getValue().get("type").asText());
        if (visible.getValue().has("content")) {
          String text = new String(content.expanded(), UTF_8);
          assertThat(text).as(name).isEqualTo(visible.getValue().get("content").asText());
        }
        if (visible.getValue().has("target")) {
          assertThat(describe(content)).contains(visible.getValue().get("target").asText());
        }
        if (visible.getValue().has("mode")) {
          assertThat(describe(content)).contains(visible.getValue().get("mode").asText());
        }
      }
    }
    hostile
        .path("absent")
        .forEach(
            absent -> {
              Content content = layers.get(absent.asText());
              boolean base = name.startsWith("wh-") && absent.asText().startsWith("etc");
              assertThat(content == null || base || isTaken(content)).as(name).isTrue();
            });
  }

  private static boolean hasAttributes(LayerEntry entry) {
    return !(entry instanceof LayerEntry.HardLink || entry instanceof LayerEntry.Opaque);
  }

  private static boolean isTaken(Content content) {
    return content.entry() instanceof LayerEntry.Whiteout;
  }

  private static String describe(Content content) {
    LayerEntry entry = content.entry();
    if (entry instanceof LayerEntry.File file) {
      return String.format("file %04o", file.attributes().mode());
    } else if (entry instanceof LayerEntry.Directory directory) {
      return String.format("dir %04o", directory.attributes().mode());
    } else if (entry instanceof LayerEntry.Symlink link) {
      return "symlink " + ByteNames.decode(link.target());
    }
    return entry.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  @Test
  void oddLayers_areReadUnlessUnsafe() throws IOException {
    Set<String> refused = new TreeSet<>();
    Set<String> all = new TreeSet<>();

    try (DirectoryStream<Path> images =
        Files.newDirectoryStream(cases().resolve("odd-layers"), "*.tar")) {
      for (Path image : images) {
        String name = image.getFileName().toString().replace(".tar", "");
        all.add(name);
        try {
          assertThat(layers(image)).isNotNull();
        } catch (InvalidArchiveException e) {
          refused.add(name);
        }
      }
    }

    assertThat(refused).isEqualTo(ODD_REFUSED);
    assertThat(all).hasSizeGreaterThan(60);
  }

  /** Reads all layers of an archive: what the last one says of each path. */
  private static Map<String, Content> layers(Path image) throws IOException {
    Map<String, byte[]> outer = new HashMap<>();
    for (Content content : TarContents.read(Files.readAllBytes(image))) {
      outer.put(content.path(), content.stored());
    }
    Map<String, Content> all = new HashMap<>();
    for (JsonNode layer : JSON.readTree(outer.get("manifest.json")).get(0).get("Layers")) {
      List<Content> contents = new ArrayList<>();
      TarContents.readInto(contents, new ByteArrayInputStream(outer.get(layer.asText())));
      contents.forEach(content -> all.put(content.path(), content));
    }
    return all;
  }

  private static Path cases() {
    String cases = System.getProperty("lamina.cases", "");
    assumeTrue(!cases.isEmpty() && !cases.startsWith("${"), "needs -Dlamina.cases: hostile images");
    return Path.of(cases);
  }
}
