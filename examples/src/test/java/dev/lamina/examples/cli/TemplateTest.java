package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.examples.cli.template.Nil;
import dev.lamina.examples.cli.template.Struct;
import dev.lamina.examples.cli.template.Template;
import dev.lamina.examples.cli.template.TemplateException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateTest {
  /** In these, a wave ends a line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "{{.A~ ! template: :2: unclosed action started at :1",
        "{{.A~{{ ! template: :2: unexpected \"{\" in operand",
        "x~{{if .A}}~y ! template: :3: unexpected EOF",
        "x~~{{nope}} ! template: :3: function \"nope\" not defined",
        "{{/* a~b */}}~{{end}} ! template: :3: unexpected {{end}}",
        "{{print~\"a} ! template: :2: unterminated quoted string in action started at :1",
        "{{if true}}~{{ end -}}~ ~{{else}} ! template: :4: unexpected {{else}}",
        "{{ \"a longer text than ten\" := }} ! template: :1: unexpected \":=\" in operand",
        "{{ 1 \"a\" `b` abcdefghijklmno }} ! template: :1: function \"abcdefghijklmno\" not defined",
        "{{ .A ] }} ! template: :1: unexpected \"]\" in operand",
        "{{end \"longer than ten\"}} ! template: :1: unexpected \"\\\"longer th\"... in end",
      })
  void parse_noTemplate_saysWhere(String text, String message) {
    assertThatThrownBy(() -> Template.parse("", text.replace('~', '\n')))
        .isInstanceOf(TemplateException.class)
        .hasMessage(message);
  }

  @Test
  void execute_failure_saysNameAndPlaceInBytes() {
    StringBuilder out = new StringBuilder();
    Template template = Template.parse("version", "a\né{{.Nope}}b");

    assertThatThrownBy(
            () -> template.execute(new Struct("system.versionInfo", Map.of("A", 1)), out))
        .hasMessage(
            "template: version:2:4: executing \"version\" at <.Nope>: can't evaluate field Nope in"
                + " type system.versionInfo");
    assertThat(out).hasToString("a\né");
  }

  @Test
  void execute_nothing_isNoValue() {
    StringBuilder out = new StringBuilder();

    Template.parse("", "{{.}} {{.A.B}} {{with .}}x{{else}}y{{end}}").execute(null, out);

    assertThat(out).hasToString("<no value> <no value> y");
    assertThatThrownBy(() -> Template.parse("", "{{.A}}").strict().execute(null, out))
        .hasMessageEndingWith("nil data; no entry for key \"A\"");
  }

  @Test
  void execute_nilPointer_isNamed() {
    Struct data = new Struct("t", Map.of("A", Nil.POINTER));
    StringBuilder out = new StringBuilder();

    Template.parse("", "{{.A}} {{json .A}}").execute(data, out);

    assertThat(out).hasToString("<nil> null");
    assertThatThrownBy(() -> Template.parse("", "{{index .A 0}}").execute(data, out))
        .hasMessageEndingWith("index of nil pointer");
  }

  @Test
  void executeHead_functions_leaveHeadsAsTheyAre() {
    StringBuilder out = new StringBuilder();

    Template.parse("", "{{lower .A}} {{split .A \"x\"}} {{json .B}} {{.C}}|{{json .}}|")
        .executeHead(Map.of("A", "AxA", "B", "B"), out);

    assertThat(out).hasToString("AxA AxA B <no value>|");
  }
}
