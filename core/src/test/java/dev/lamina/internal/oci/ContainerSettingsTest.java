package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ContainerSettingsTest {
  private static final RunConfigDocument IMAGE =
      RunConfigDocument.fromJson(
          """
          {"Hostname":"built","User":"app","ExposedPorts":{"80/tcp":{}},"Tty":true,
           "Env":["PATH=/bin","A=1","B","A=2"],"Cmd":["run"],"ArgsEscaped":true,"Image":"sha256:1",
           "Healthcheck":{"Test":["CMD","ok"]},"Volumes":{"/v":{}},"WorkingDir":"/w",
           "Entrypoint":["/e","-x"],"OnBuild":["RUN x"],"Labels":{"a":"1","b":"2"},
           "StopSignal":"SIGINT","StopTimeout":3,"Shell":["/sh"]}\
          """);

  private static RunConfigDocument over(UnaryOperator<ContainerSettings> settings) {
    return settings.apply(ContainerSettings.of("app")).over(IMAGE, "0123456789ab");
  }

  @Test
  void over_nothingSaid_isAsTheImageSays() {
    assertThat(over(settings -> settings).toJson())
        .isEqualTo(
            """
            {"Hostname":"0123456789ab","Domainname":"","User":"app","AttachStdin":false,\
            "AttachStdout":false,"AttachStderr":false,"ExposedPorts":{"80/tcp":{}},"Tty":false,\
            "OpenStdin":false,"StdinOnce":false,"Env":["PATH=/bin","A=1","B","A=2"],"Cmd":["run"],\
            "Healthcheck":{"Test":["CMD","ok"]},"ArgsEscaped":true,"Image":"app",\
            "Volumes":{"/v":{}},"WorkingDir":"/w","Entrypoint":["/e","-x"],"OnBuild":null,\
            "Labels":{"a":"1","b":"2"},"StopSignal":"SIGINT"}\
            """);
  }

  @Test
  void over_everythingSaid_isAsSaid() {
    RunConfigDocument config =
        over(
            settings ->
                settings
                    .withHostname("h")
                    .withUser("u")
                    .withWorkingDir("/d")
                    .withEnv("C", "3")
                    .withEnv("A", "")
                    .withEnv("C", "4=5")
                    .withEnv("B", "b")
                    .withLabel("b", "3")
                    .withLabel("c", "<&>")
                    .withCmd(List.of("serve")));

    assertThat(config.hostname()).isEqualTo("h");
    assertThat(config.user()).isEqualTo("u");
    assertThat(config.workingDir()).isEqualTo("/d");
    assertThat(config.env()).containsExactly("C=4=5", "A=", "B=b", "PATH=/bin");
    assertThat(config.labels()).isEqualTo(Map.of("a", "1", "b", "3", "c", "<&>"));
    assertThat(config.commandLine()).containsExactly("/e", "-x", "serve");
    assertThat(config.argsEscaped()).isFalse();
    assertThat(RunConfigDocument.fromJson(config.toJson())).isEqualTo(config);
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of(List.of(), List.of("/e", "-x", "run")),
        Arguments.of(List.of("e"), List.of("e")), // The image's command is not for it.
        Arguments.of(List.of(""), List.of()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void over_otherEntrypoint_takesTheImagesCommandOnlyWithItsEntrypoint(
      List<String> entrypoint, List<String> commandLine) {
    RunConfigDocument config =
        over(settings -> entrypoint.isEmpty() ? settings : settings.withEntrypoint(entrypoint));

    assertThat(config.commandLine()).isEqualTo(commandLine);
  }

  @Test
  void over_emptyEntrypoint_leavesTheImagesCommand() {
    RunConfigDocument config = over(settings -> settings.withEntrypoint(List.of()));

    assertThat(config.commandLine()).containsExactly("run");
    assertThat(over(s -> s.withEntrypoint(List.of("")).withCmd(List.of("x"))).commandLine())
        .containsExactly("x");
  }

  @Test
  void over_imageThatSaysNothing_hasNothing() {
    RunConfigDocument config = ContainerSettings.of("app").over(RunConfigDocument.EMPTY, "h");

    assertThat(config.commandLine()).isEmpty();
    assertThat(config.env()).isNull();
    assertThat(config.labels()).isEmpty();
    assertThat(RunConfigDocument.fromJson(config.toJson())).isEqualTo(config);
  }
}
