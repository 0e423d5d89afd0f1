package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunConfigMergeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                              | {"User":"i"}                     | "User":"i"
          {"User":"u"}                    | {"User":"i"}                     | "User":"u"
          {"WorkingDir":"/u"}             | {"WorkingDir":"/i"}              | "WorkingDir":"/u"
          {}                              | {"WorkingDir":"/i"}              | "WorkingDir":"/i"
          {"StopSignal":"9"}              | {"StopSignal":"15"}              | "StopSignal":"9"
          {}                              | {"StopSignal":"15"}              | "StopSignal":"15"
          {"ExposedPorts":{"2/tcp":{}}}   | {"ExposedPorts":{"1/tcp":{}}}    | "ExposedPorts":{"1/tcp":{},"2/tcp":{}}
          {"ExposedPorts":{}}             | {"ExposedPorts":{"1/tcp":{}}}    | "ExposedPorts":{"1/tcp":{}}
          {"Volumes":{"/u":{}}}           | {"Volumes":{"/i":{}}}            | "Volumes":{"/i":{},"/u":{}}
          {"Volumes":{"/u":{}}}           | {}                               | "Volumes":{"/u":{}}
          {"Env":["B=u","X=u"]}           | {"Env":["A=i","B=i","C=i","C=j"]} | "Env":["B=u","X=u","A=i","C=i"]
          {"Env":[]}                      | {"Env":["A=i"]}                  | "Env":["A=i"]
          {"Env":["A"]}                   | {"Env":["A=i"]}                  | "Env":["A"]
          {"Labels":{"a":"u","b":"u"}}    | {"Labels":{"a":"i","c":"i"}}     | "Labels":{"a":"u","b":"u","c":"i"}
          {}                              | {}                               | "Labels":{}
          {"Cmd":["u"]}                   | {"Cmd":["i"],"Entrypoint":["e"]} | "Cmd":["u"]
          {"Cmd":["u"]}                   | {"Cmd":["i"],"Entrypoint":["e"]} | "Entrypoint":["e"]
          {"Cmd":[]}                      | {"Cmd":["i"]}                    | "Cmd":["i"]
          {"Entrypoint":["u"]}            | {"Cmd":["i"],"Entrypoint":["e"]} | "Cmd":null
          {"Entrypoint":["u"]}            | {"Cmd":["i"],"Entrypoint":["e"]} | "Entrypoint":["u"]
          {"Entrypoint":[]}               | {"Cmd":["i"],"Entrypoint":["e"]} | "Cmd":["i"]
          {"Entrypoint":[]}               | {"Cmd":["i"],"Entrypoint":["e"]} | "Entrypoint":[]
          {}                              | {"Cmd":["i"],"ArgsEscaped":true} | "ArgsEscaped":true
          {}                              | {"Healthcheck":{"Retries":2}}    | "Healthcheck":{"Retries":2}
          {"Healthcheck":{"Interval":1}}  | {}                               | "Healthcheck":{"Interval":1}
          {"Healthcheck":{"Timeout":1}}   | {"Healthcheck":{"Test":["NONE"],"Timeout":2,"Retries":3}} | "Healthcheck":{"Test":["NONE"],"Timeout":1,"Retries":3}
          {"OnBuild":["u"],"Tty":true}    | {"OnBuild":["i"]}                | "OnBuild":["u"]
          {}                              | {"OnBuild":["i"],"Tty":true}     | "OnBuild":null
          {"Hostname":"u"}                | {"Hostname":"i"}                 | "Hostname":"u"
          """)
  void merge_userAndImage_userComesFirst(String user, String image, String field) {
    RunConfigDocument merged =
        RunConfigMerge.merge(RunConfigDocument.fromJson(user), RunConfigDocument.fromJson(image));

    assertThat(merged.toJson()).contains(field);
  }

  @Test
  void merge_twice_isTheSame() {
    RunConfigDocument user = RunConfigDocument.fromJson("{\"Env\":[\"A=1\"],\"Cmd\":[\"c\"]}");
    RunConfigDocument image = RunConfigDocument.fromJson("{\"Env\":[\"B=1\"],\"User\":\"i\"}");

    RunConfigDocument merged = RunConfigMerge.merge(user, image);

    assertThat(RunConfigMerge.merge(merged, image)).isEqualTo(merged);
  }
}
