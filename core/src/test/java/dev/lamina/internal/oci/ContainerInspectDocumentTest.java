package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ContainerStatus;
import dev.lamina.Digest;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ContainerInspectDocumentTest {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.120Z");

  private static ContainerFacts facts(ContainerStatus status, String config) {
    return new ContainerFacts(
        "c".repeat(64),
        "web",
        Digest.parse("sha256:" + "1".repeat(64)),
        RunConfigDocument.fromJson(config),
        CREATED,
        status,
        Optional.of(CREATED.plusSeconds(1)),
        Optional.empty(),
        3,
        "vfs");
  }

  @Test
  void toJson_container_isWhatTheEnginePrints() {
    String json =
        ContainerInspectDocument.toJson(
            facts(
                ContainerStatus.PAUSED,
                "{\"Image\":\"app\",\"Entrypoint\":[\"/e\"],\"Cmd\":[\"<a>\"],\"Labels\":{}}"));

    assertThat(json)
        .isEqualTo(
            """
            {
                "Id": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
                "Created": "2026-01-02T03:04:05.12Z",
                "Path": "/e",
                "Args": [
                    "<a>"
                ],
                "State": {
                    "Status": "paused",
                    "Running": true,
                    "Paused": true,
                    "Restarting": false,
                    "OOMKilled": false,
                    "Dead": false,
                    "Pid": 0,
                    "ExitCode": 3,
                    "Error": "",
                    "StartedAt": "2026-01-02T03:04:06.12Z",
                    "FinishedAt": "0001-01-01T00:00:00Z"
                },
                "Image": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
                "Name": "/web",
                "RestartCount": 0,
                "Driver": "vfs",
                "GraphDriver": {
                    "Data": null,
                    "Name": "vfs"
                },
                "Config": {
                    "Hostname": "",
                    "Domainname": "",
                    "User": "",
                    "AttachStdin": false,
                    "AttachStdout": false,
                    "AttachStderr": false,
                    "Tty": false,
                    "OpenStdin": false,
                    "StdinOnce": false,
                    "Env": null,
                    "Cmd": [
                        "<a>"
                    ],
                    "Image": "app",
                    "Volumes": null,
                    "WorkingDir": "",
                    "Entrypoint": [
                        "/e"
                    ],
                    "OnBuild": null,
                    "Labels": {}
                }
            }\
            """);
  }

  @ParameterizedTest
  @EnumSource
  void toJson_anyStatus_isTheEnginesWord(ContainerStatus status) {
    String json = ContainerInspectDocument.toJson(facts(status, "{\"Cmd\":[\"x\"]}"));

    assertThat(json)
        .contains("\"Status\": \"" + status + "\"")
        .contains("\"Running\": " + status.isRunning())
        .contains("\"Args\": []");
  }
}
