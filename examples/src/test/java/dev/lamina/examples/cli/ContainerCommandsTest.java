package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.StoreOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands for containers, and those that report, on the quickstart's image. */
final class ContainerCommandsTest {
  private static final String IMAGE = "lamina/hello";

  @TempDir private Path directory;

  /** What is done here was done a minute before it is looked at. */
  private final StoreOptions options =
      StoreOptions.defaults()
          .clock(Clock.offset(Run.CLOCK, Duration.ofMinutes(-1)))
          .random(new Random(1));

  @BeforeEach
  void load() throws IOException {
    try (InputStream in =
        ContainerCommandsTest.class.getResourceAsStream("/dev/lamina/examples/hello.tar")) {
      assertThat(runWith(in.readAllBytes(), "load").exit()).isZero();
    }
  }

  @Test
  void create_options_areTheContainers() {
    Run create =
        run(
            "create --name c1 --pull never -t -e A=b -e NO_SUCH_VARIABLE -l k -l l=m -w /x -u me"
                + " -h host --entrypoint /e lamina/hello a --name");

    assertThat(create.out()).matches("[0-9a-f]{64}\n");
    assertThat(
            inspected(
                "{{.Path}} {{.Args}} {{.Config.User}} {{.Config.Hostname}} {{.Config.WorkingDir}}"))
        .isEqualTo("/e [a --name] me host /x\n");
    assertThat(inspected("{{.Config.Env}}")).contains("A=b").doesNotContain("NO_SUCH");
    assertThat(inspected("{{index .Config.Labels \"k\"}}|{{.Config.Labels.l}}")).isEqualTo("|m\n");
    assertThat(run("create --name c1 lamina/hello").err())
        .startsWith("Error: Conflict. The container name \"/c1\" is already in use by container");
  }

  @Test
  void ps_eachState_isToldAsTheEngineDoes() {
    run("create --name c1 lamina/hello /bin/hello with 'quotes' and more");
    assertThat(ps("{{.Names}} {{.Status}} {{.State}}")).isEqualTo("c1 Created created\n");

    assertThat(run("start c1")).isEqualTo(new Run(0, "c1\n", ""));
    assertThat(ps("{{.Status}}")).isEqualTo("Up About a minute\n");
    assertThat(run("pause c1").out()).isEqualTo("c1\n");
    assertThat(ps("{{.Status}}")).endsWith(" (Paused)\n");
    assertThat(run("unpause c1").out()).isEqualTo("c1\n");
    assertThat(run("stop -t 1 --exit-code 3 c1").out()).isEqualTo("c1\n");
    assertThat(ps("{{.Status}}")).isEqualTo("Exited (3) About a minute ago\n");

    assertThat(run("ps -q").out()).isEmpty();
    assertThat(run("ps -lq").out()).matches("[0-9a-f]{12}\n");
    assertThat(run("ps -a").out())
        .matches(
            """
            CONTAINER ID   IMAGE          COMMAND                  CREATED +STATUS +PORTS +NAMES
            [0-9a-f]{12}   lamina/hello   "/bin/hello with 'qu…"   About a minute ago   Exited \\(3\\) About a minute ago +c1
            """);
    assertThat(ps("{{.Size}}")).isEqualTo("0B (virtual 201B)\n");
  }

  @Test
  void containers_thatAreMissing_areTold() {
    assertThat(run("start c1"))
        .isEqualTo(
            new Run(
                1,
                "",
                """
                Error: No such container: c1
                Error: failed to start containers: c1
                """));
    assertThat(run("rm c1 c2").err())
        .isEqualTo("Error: No such container: c1\nError: No such container: c2\n");
    assertThat(run("rename c1 c2").err())
        .isEqualTo(
            """
            Error: No such container: c1
            Error: failed to rename container named c1
            """);
    assertThat(run("diff c1").err()).isEqualTo("Error: No such container: c1\n");
    assertThat(run("container inspect c1"))
        .isEqualTo(new Run(1, "[]\n", "Error: No such container: c1\n"));
  }

  @Test
  void rm_running_isRefusedUnlessForced() {
    run("create --name c1 lamina/hello");
    run("start c1");
    run("rename c1 c2");

    assertThat(run("rm c2").err()).contains("running container");
    assertThat(run("diff c2")).isEqualTo(new Run(0, "", ""));
    assertThat(run("rm -f c2").out()).isEqualTo("c2\n");
  }

  @Test
  void systemPrune_answerAndFilters_sayWhatGoes() {
    run("create --name c1 -l keep=yes lamina/hello");

    assertThat(runWith("n\n".getBytes(), "system", "prune").out())
        .startsWith("WARNING! This will remove:\n  - all stopped containers\n")
        .endsWith("\nAre you sure you want to continue? [y/N] ");
    assertThat(run("system prune -f --filter label!=keep=yes").out())
        .isEqualTo("Total reclaimed space: 0B\n");
    assertThat(run("system prune -f --filter until=2020-01-01").out())
        .isEqualTo("Total reclaimed space: 0B\n");
    assertThat(runWith("y\n".getBytes(), "system", "prune").out())
        .contains("[y/N] Deleted Containers:\n");
    assertThat(run("system prune -f --filter before=x").err())
        .isEqualTo("Error: Invalid filter 'before'\n");
  }

  @Test
  void events_betweenTwoTimes_areTheEnginesLines() {
    run("tag lamina/hello x");
    run("create --name c1 lamina/hello");

    String events = run("events --since 1h --until 0s").out();

    String id = run("images -q --no-trunc x").out().strip();
    assertThat(events.lines())
        .hasSize(3)
        .contains(
            "2026-11-23T18:49:33.000000000Z image tag "
                + id
                + " (name=x:latest, org.opencontainers.image.title=hello)");
    String tag = "events --since 1h --until 0s -f event=tag ";
    assertThat(run(tag + "--format {{.Type}}|{{.Action}}|{{.ID}}").out())
        .isEqualTo("image|tag|" + id + "\n");
    assertThat(run(tag + "--format json").out())
        .startsWith("{\"status\":\"tag\",\"id\":\"" + id + "\",\"Type\":\"image\"");
    assertThat(run(tag + "-f type=container").out()).isEmpty();
    assertThat(run("events --since 1h --until 2026-11-23T18:49:33").out()).isEmpty();
    assertThat(run("events -f colour=red").err()).isEqualTo("Error: Invalid filter 'colour'\n");
  }

  @Test
  void save_toFileOrScreen_isLoadedOrRefused() throws IOException {
    Path file = directory.resolve("saved.tar");

    assertThat(run("save -o " + file + " lamina/hello")).isEqualTo(new Run(0, "", ""));
    assertThat(run("load -i " + file).out()).isEqualTo("Loaded image: lamina/hello:latest\n");
    assertThat(run("save --oci-layout -o " + directory.resolve("oci") + " lamina/hello").exit())
        .isZero();
    assertThat(Files.exists(directory.resolve("oci/oci-layout"))).isTrue();
    assertThat(run("save --oci-layout lamina/hello").err()).contains("--output");
    assertThat(run("save -o /no/such/x.tar lamina/hello").err())
        .isEqualTo(
            "failed to save image: invalid output path: directory \"/no/such\" does not exist\n");
  }

  @Test
  void info_template_isFilledIn() {
    assertThat(run("info -f {{.Images}}-{{.Containers}}-{{.Driver}}").out()).isEqualTo("1-0-vfs\n");
    assertThat(run("info").out()).contains("\nServer:\n Containers: 0\n", "\n Images: 1\n");
    assertThat(run("system df -v --format json").err())
        .isEqualTo("the verbose and the format options conflict\n");
  }

  private String inspected(String template) {
    return runWith(new byte[0], "inspect", "-f", template, "c1").out();
  }

  private String ps(String template) {
    return runWith(new byte[0], "ps", "-a", "--format", template).out();
  }

  private Run run(String line) {
    return runWith(new byte[0], line.split(" "));
  }

  private Run runWith(byte[] input, String... args) {
    String root = directory.resolve("store").toString();
    String[] all = Stream.concat(Stream.of("--root", root), Stream.of(args)).toArray(String[]::new);
    return Run.with(options, input, all);
  }
}
