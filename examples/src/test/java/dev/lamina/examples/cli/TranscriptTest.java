package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Platform;
import dev.lamina.StoreOptions;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs README's example of the command line, line by line: it says what stands there. */
final class TranscriptTest {
  private static final Path README = Path.of("..", "README.md");
  private static final String FENCE = "```\n";
  private static final String PROMPT = "$ lamina ";
  private static final Platform LINUX = Platform.of("linux", "amd64");

  @TempDir private Path directory;

  /** The same IDs in each run. */
  private final StoreOptions options =
      StoreOptions.defaults().clock(Run.CLOCK).random(new Random(1));

  @Test
  void readme_transcript_isWhatTheCommandsSay() throws IOException {
    load();
    String transcript = transcript();

    String actual =
        transcript
            .lines()
            .filter(line -> line.startsWith(PROMPT))
            .map(line -> line + "\n" + said(line))
            .collect(Collectors.joining("\n"));

    assertThat(actual).isEqualTo(transcript);
  }

  /** Loads the images that README speaks of. */
  private void load() {
    TestImage centos =
        TestImage.of(TarBuilder.tar().file("etc/centos-release", "CentOS Linux release 7\n"))
            .platform(LINUX)
            .created("2026-06-15T12:00:00Z")
            .tagged("centos:latest", "centos:7");
    TestImage base =
        TestImage.of(TarBuilder.tar().file("etc/os-release", "NAME=Ubuntu\n"))
            .platform(LINUX)
            .created("2026-11-02T08:00:00Z");
    TestImage ubuntu =
        base.child(TarBuilder.tar().file("etc/hostname", "localhost\n"))
            .created("2026-11-09T08:00:00Z")
            .tagged("ubuntu:latest", "ubuntu:24.04");
    byte[] archive = Dialect.DOCKER_SAVE.write(centos, base, ubuntu);

    assertThat(Run.with(options, archive, "--root", root(), "load").err()).isEmpty();
  }

  private static String transcript() throws IOException {
    String readme = Files.readString(README);
    int from = readme.indexOf(FENCE + PROMPT) + FENCE.length();
    return readme.substring(from, readme.indexOf(FENCE, from));
  }

  /** Returns what a line's command says, an empty line after it. */
  private String said(String line) {
    List<String> words = Arrays.asList(line.substring(PROMPT.length()).split(" "));
    String[] arguments =
        Stream.concat(Stream.of("--root", root()), words.stream()).toArray(String[]::new);
    Run run = Run.with(options, new byte[0], arguments);
    return run.out() + run.err();
  }

  private String root() {
    return directory.resolve("store").toString();
  }
}
