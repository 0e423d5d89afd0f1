package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.IdMap;
import dev.lamina.ImageStoreException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RuntimeConfigDocumentTest {
  private static final ProcessUser ROOT = new ProcessUser(0, 0, List.of(0L, 10L), "/root");
  private static final ProcessUser APP = new ProcessUser(1000, 100, List.of(100L), "/home/app");

  private static RuntimeConfigDocument.Facts facts(String config, ProcessUser user) {
    return new RuntimeConfigDocument.Facts(
        RunConfigDocument.fromJson(config), user, "rootfs", false, Optional.empty(), Map.of());
  }

  private static JsonObject parsed(RuntimeConfigDocument.Facts facts) {
    byte[] raw =
        RuntimeConfigDocument.toJson(facts).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return Json.parseObject(raw, "config.json");
  }

  private static JsonObject process(String config, ProcessUser user) {
    return parsed(facts(config, user)).requiredObject("process");
  }

  @Test
  void toJson_anImagesConfig_isTheWholeDocument() {
    String config =
        """
        {"Hostname":"web","User":"root","Env":["PATH=/bin","A=<&>"],"Entrypoint":["/e","-x"],\
        "Cmd":["run it"],"WorkingDir":"/w","Volumes":{"/v":{}},"ExposedPorts":{"80/tcp":{}}}\
        """;

    String json =
        RuntimeConfigDocument.toJson(
            new RuntimeConfigDocument.Facts(
                RunConfigDocument.fromJson(config),
                ROOT,
                "/there",
                true,
                Optional.empty(),
                Map.of("b", "2", "a", "1")));

    assertThat(json).isEqualTo(Resources.text("oci/runtime-config.json"));
  }

  @Test
  void toJson_ownersAreMapped_hasTheUserNamespaceAndItsMappings() {
    IdMap map =
        new IdMap(
            List.of(new IdMap.Range(0, 100000, 10), new IdMap.Range(10, 5, 1)),
            List.of(new IdMap.Range(0, 200000, 65536)));

    String json =
        RuntimeConfigDocument.toJson(
            new RuntimeConfigDocument.Facts(
                RunConfigDocument.fromJson("{\"Cmd\":[\"a\"]}"),
                ROOT,
                "rootfs",
                false,
                Optional.of(map),
                Map.of()));

    assertThat(json.replaceAll("\\s+", ""))
        .contains(
            "\"uidMappings\":[{\"containerID\":0,\"hostID\":100000,\"size\":10},"
                + "{\"containerID\":10,\"hostID\":5,\"size\":1}]")
        .contains("\"gidMappings\":[{\"containerID\":0,\"hostID\":200000,\"size\":65536}]")
        .contains("{\"type\":\"cgroup\"},{\"type\":\"user\"}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Cmd':['a','b']}                            | a b",
        "{'Entrypoint':['a','b']}                     | a b",
        "{'Entrypoint':['a'],'Cmd':['b']}             | a b",
        "{'Entrypoint':[],'Cmd':['a','b']}            | a b",
      },
      quoteCharacter = '"')
  void args_areEntrypointAndCommand(String config, String args) {
    assertThat(process(config.replace('\'', '"'), ROOT).texts("args"))
        .containsExactly(args.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Cmd':['a'],'Hostname':'h'}"
            + "|PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
            + " HOSTNAME=h HOME=/home/app",
        "{'Cmd':['a'],'Hostname':'h','Tty':true,'Env':['PATH=/b','B=1','A=','B=2=3']}"
            + "|PATH=/b HOSTNAME=h TERM=xterm B=2=3 A= HOME=/home/app",
        "{'Cmd':['a'],'Hostname':'h','Env':['HOME=/x','PATH','HOSTNAME=g']}"
            + "|HOSTNAME=g HOME=/x",
      },
      quoteCharacter = '"')
  void env_isTheEnginesAndTheConfigs(String config, String env) {
    JsonObject process = process(config.replace('\'', '"'), APP);

    assertThat(process.texts("env")).containsExactly(env.split(" "));
    assertThat(process.flag("terminal")).isEqualTo(config.contains("Tty"));
  }

  @Test
  void capabilities_ofOthersThanRoot_areBoundsOnly() {
    JsonObject capabilities = process("{\"Cmd\":[\"a\"]}", APP).requiredObject("capabilities");

    assertThat(capabilities.ownNames()).containsExactly("bounding");
    assertThat(capabilities.texts("bounding")).hasSize(14).contains("CAP_SETUID");
  }

  @Test
  void cwd_notSaid_isTheRoot() {
    assertThat(process("{\"Cmd\":[\"a\"]}", ROOT).text("cwd")).isEqualTo("/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|No command specified",
        "{'Cmd':[],'Entrypoint':[]}|No command specified",
        "{'Cmd':['a'],'WorkingDir':'w'}"
            + "|the working directory 'w' is invalid, it needs to be an absolute path",
      },
      quoteCharacter = '"')
  void toJson_whatCannotRun_isRefusedInTheEnginesWords(String config, String message) {
    assertThatThrownBy(() -> RuntimeConfigDocument.toJson(facts(config.replace('\'', '"'), ROOT)))
        .isInstanceOf(ImageStoreException.class)
        .hasMessage(message);
  }
}
