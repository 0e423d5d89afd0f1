package dev.lamina.internal.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.Limits;
import dev.lamina.Platform;
import dev.lamina.Tag;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real engine saved, and a shell then printed of it. Values that no two runs of the recorder
 * were to share are numbered there in the order in which they were first printed; so are the IDs of
 * layers here.
 */
final class DockerArchiveGoldenTest {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}(?![0-9a-f])");

  @TempDir private Path directory;
  private final Map<String, ArchivedImage> images = new HashMap<>();
  private final Map<String, String> numbers = new HashMap<>();

  @BeforeEach
  void readFixtures() throws IOException {
    for (String name : List.of("given-chain", "other", "twin")) {
      Path file = directory.resolve(name + ".tar");
      try (InputStream in = resource("fixtures/" + name + ".tar")) {
        Files.copy(in, file);
      }
      ImageArchives archives =
          new ImageArchives(null, Runnable::run, bytes -> {}, Limits.defaults());
      for (ArchivedImage image : archives.open(file, List.of(Platform.host())).images()) {
        images.put(image.tags().get(0).repository().familiarName(), image);
        numbers.put(image.id().hex(), image.id().hex());
      }
    }
  }

  private static InputStream resource(String name) {
    return DockerArchiveGoldenTest.class.getResourceAsStream("/dev/lamina/golden/" + name);
  }

  private static JsonNode steps(String scenario) throws IOException {
    try (InputStream in = resource(scenario + "/steps.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  /** Returns an image under other tags than those it was read with. */
  private SavedImage image(String name, String... tags) throws IOException {
    return SavedImages.of(images.get(name).tagged(Stream.of(tags).map(Tag::parse).toList()));
  }

  /** A member as {@code tar} lists it. */
  private record Member(TarArchiveEntry header, String content) {
    String name() {
      return header.getName();
    }

    String mode() {
      return (header.isDirectory() ? "d" : "-")
          + ((header.getMode() & 07777) == 0755 ? "rwxr-xr-x" : "rw-r--r--");
    }

    String owner() {
      return header.getLongUserId() == 0 ? header.getUserName() : "?";
    }

    String group() {
      return header.getLongGroupId() == 0 ? header.getGroupName() : "?";
    }
  }

  private static List<Member> save(SavedImage... saved) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageArchiveWriter.writeDocker(List.of(saved), out);
    List<Member> members = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        members.add(new Member(e, new String(tar.readAllBytes(), UTF_8)));
      }
    }
    return members;
  }

  private static String content(List<Member> members, String name) {
    return members.stream()
        .filter(member -> member.name().equals(name))
        .map(Member::content)
        .collect(joining());
  }

  /** {@code tar xOf s.tar manifest.json; echo; tar xOf s.tar repositories}. */
  private static String documents(List<Member> members) {
    return content(members, "manifest.json") + "\n" + content(members, "repositories");
  }

  /** {@code tar tf s.tar | sed -E 's/[0-9a-f]{64}/<&>/' | sort}, and the documents. */
  private static String listing(List<Member> members) {
    return members.stream()
            .map(member -> HEX.matcher(member.name()).replaceFirst("<$0>") + "\n")
            .sorted()
            .collect(joining())
        + documents(members);
  }

  private String numbered(String text) {
    return HEX.matcher(text)
        .replaceAll(
            match ->
                numbers.computeIfAbsent(
                    match.group(), hex -> "<hex:" + (numbers.size() - images.size() + 1) + ">"));
  }

  @Test
  void archive_ofRecordedImages_hasTheRecordedMembersAndDocuments() throws IOException {
    JsonNode steps = steps("46-save");

    assertStep(steps, 5, listing(save(image("leaf", "leaf:1"))));
    assertStep(steps, 6, contents(save(image("leaf", "leaf:1"))));
    assertStep(steps, 8, listing(save(image("leaf"))));
    assertStep(steps, 10, listing(save(image("other", "other:1", "other:2"))));
    assertStep(steps, 12, listing(save(image("other", "other:1"), image("twin", "twin:1"))));
    assertStep(
        steps,
        14,
        listing(save(image("base", "base:1"), image("mid", "mid:1"), image("leaf", "leaf:1"))));
  }

  @Test
  void archive_ofRecordedNames_hasTheRecordedDocuments() throws IOException {
    JsonNode steps = steps("34-save");
    images.keySet().retainAll(List.of("other", "twin"));
    numbers.keySet().retainAll(images.values().stream().map(i -> i.id().hex()).toList());

    assertStep(steps, 3, documents(save(image("twin"))));
    assertStep(steps, 5, documents(save(image("twin"), image("other"))));
    assertStep(steps, 7, documents(save(image("other", "127.0.0.1:5000/other:1"))));
    assertStep(steps, 9, documents(save(image("other", "other:1"))));
    assertStep(steps, 11, documents(save(image("other", "other:1", "other:2", "team/other:1"))));
  }

  private void assertStep(JsonNode steps, int step, String printed) {
    assertThat(numbered(printed))
        .as(steps.get(step - 1).get("cmd").textValue())
        .isEqualTo(steps.get(step).get("stdout").textValue());
  }

  /** What the longest command of the scenario prints: modes, sizes, all JSON files. */
  private static String contents(List<Member> members) {
    Map<String, Integer> counts = new TreeMap<>();
    members.forEach(
        member ->
            counts.merge(
                "%s %s/%s %d"
                    .formatted(
                        member.mode(), member.owner(), member.group(), member.header().getSize()),
                1,
                Integer::sum));
    StringBuilder out = new StringBuilder();
    counts.forEach((line, count) -> out.append("%7d %s\n".formatted(count, line)));
    for (String file : List.of("/json", "/VERSION")) {
      members.stream()
          .filter(member -> member.name().endsWith(file))
          .forEach(member -> out.append(member.content()));
    }
    members.stream()
        .filter(member -> HEX.matcher(member.name().replace(".json", "")).matches())
        .forEach(
            member ->
                out.append(TestImage.sha256(member.content().getBytes(UTF_8)).hex())
                    .append("  ")
                    .append(member.name())
                    .append('\n'));
    return out.toString();
  }

  @Test
  void member_hasTheTimeOfItsImage() throws IOException {
    List<Member> members = save(image("leaf", "leaf:1"));

    Instant created = Instant.parse("2024-01-03T10:03:00Z");
    assertThat(members)
        .hasSize(15)
        .allSatisfy(
            member ->
                assertThat(member.header().getLastModifiedTime().toInstant())
                    .as(member.name())
                    .isEqualTo(HEX.matcher(member.name()).lookingAt() ? created : Instant.EPOCH));
  }

  @Test
  void members_areSortedAsTheEngineWalksDirectories() throws IOException {
    List<String> names = save(image("leaf", "leaf:1")).stream().map(Member::name).toList();

    assertThat(names).isSorted();
  }
}
