package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigInstructionsTest {
  private static final RunConfigDocument BASE =
      RunConfigDocument.fromJson(
          """
          {"Env":["PATH=/bin","HOME=/root","PORTS=80 443/udp","E="],"Cmd":["sh"],"WorkingDir":"/w",
          "Labels":{"a":"1"},"Volumes":{"/v":{}},"ArgsEscaped":true,"User":"me"}""");

  static Stream<Arguments> effects() {
    return Stream.of(
        effect("CMD [\"ls\", \"-l\"]", "'Cmd':['ls','-l']"),
        effect("cmd ls  -l '$HOME'", "'Cmd':['/bin/sh','-c','ls  -l \\u0027$HOME\\u0027']"),
        effect("CMD", "'Cmd':['/bin/sh','-c']"),
        effect("CMD []", "'Cmd':[]"),
        effect("CMD [\"a\"] b", "'Cmd':['a']"),
        effect("CMD ['a']", "'Cmd':['/bin/sh','-c','[\\u0027a\\u0027]']"),
        effect("CMD [1, b]", "'Cmd':['/bin/sh','-c','[1, b]']"),
        effect("CMD [\"a\"", "'Cmd':['/bin/sh','-c','[\\u0022a\\u0022']"),
        effect("CMD -- --help", "'Cmd':['/bin/sh','-c','--help']"),
        effect("ENTRYPOINT [\"/e\"]", "'Entrypoint':['/e'],'Cmd':null"),
        effect("ENTRYPOINT /e", "'Entrypoint':['/bin/sh','-c','/e'],'Cmd':null"),
        effect("ENTRYPOINT []", "'Cmd':null"),
        effect("CMD [\"c\"]\nENTRYPOINT [\"/e\"]", "'Entrypoint':['/e'],'Cmd':['c']"),
        effect("CMD []\nENTRYPOINT [\"/e\"]", "'Entrypoint':['/e'],'Cmd':null"),
        effect("ENTRYPOINT [\"/e\"]\nCMD [\"c\"]", "'Entrypoint':['/e'],'Cmd':['c']"),
        effect("ENV HOME=/h X=\"a b\" Y='$HOME' Z=$HOME", env("/h", "'X=a b','Y=$HOME','Z=/root'")),
        effect("ENV X /h  \"$PATH\" x=y", env("/root", "'X=/h  /bin x=y'")),
        effect("ENV X=$X.$X X=$X", env("/root", "'X='")),
        effect("ENV A=1\nENV B=$A-${A:+2}-${N:-${HOME}}", env("/root", "'A=1','B=1-2-/root'")),
        effect("ENV A=a\\ b C=\\$PATH D=$", env("/root", "'A=a b','C=$PATH','D=$'")),
        effect("ENV A=\\\n1 \\ \n# no\n\n  B=2", env("/root", "'A=1','B=2'")),
        effect("LABEL b=\"x y\" a=$HOME c=", "'Labels':{'a':'/root','b':'x y','c':''}"),
        effect("LABEL x$HOME v w", "'Labels':{'a':'1','x/root':'v w'}"),
        effect("EXPOSE 80 53/UDP 0080", "'ExposedPorts':{'53/udp':{},'80/tcp':{}}"),
        effect("EXPOSE 8-9/sctp", "'ExposedPorts':{'8/sctp':{},'9/sctp':{}}"),
        effect("EXPOSE $PORTS", "'ExposedPorts':{'443/udp':{},'80/tcp':{}}"),
        effect("EXPOSE 8080:80 127.0.0.1::81", "'ExposedPorts':{'80/tcp':{},'81/tcp':{}}"),
        effect("EXPOSE $NONE", ""),
        effect("USER $HOME:0", "'User':'/root:0'"),
        effect("VOLUME [\"/a b\", \"$HOME\"]", "'Volumes':{'/a b':{},'/root':{},'/v':{}}"),
        effect("VOLUME /a \t /b", "'Volumes':{'/a':{},'/b':{},'/v':{}}"),
        effect("WORKDIR ../x/./y/", "'WorkingDir':'/x/y'"),
        effect("WORKDIR x\nWORKDIR y z", "'WorkingDir':'/w/x/y z'"),
        effect("WORKDIR /a/../b/", "'WorkingDir':'/a/../b/'"),
        effect("WORKDIR ../../..", "'WorkingDir':'/'"),
        effect("OnBuild  run  make $X  ", "'OnBuild':['run  make $X  ']"),
        effect(
            "ONBUILD CMD [\"a\"]\nONBUILD USER u", "'OnBuild':['CMD [\\u0022a\\u0022]','USER u']"),
        effect("HEALTHCHECK NONE", "'Healthcheck':{'Test':['NONE']}"),
        effect("HEALTHCHECK CMD curl  $X", "'Healthcheck':{'Test':['CMD-SHELL','curl  $X']}"),
        effect(
            "HEALTHCHECK --interval=1m30.5s --timeout=\"5s\" --start-period=1ms --retries=3 \\\n"
                + " cmd [\"a\", \"b\"]",
            "'Healthcheck':{'Test':['CMD','a','b'],'Interval':90500000000,'Timeout':5000000000,"
                + "'StartPeriod':1000000,'Retries':3}"),
        effect("HEALTHCHECK --interval= CMD x", "'Healthcheck':{'Test':['CMD-SHELL','x']}"),
        effect("STOPSIGNAL sigrtmin+3", "'StopSignal':'sigrtmin+3'"),
        effect("STOPSIGNAL 9", "'StopSignal':'9'"),
        effect("# nothing \\\n\n  USER u\r\n#", "'User':'u'"));
  }

  @ParameterizedTest
  @MethodSource("effects")
  void apply_instructions_changesWhatTheySay(String instructions, String change) {
    RunConfigDocument changed = ConfigInstructions.apply(BASE, List.of(instructions));

    assertThat(differences(changed))
        .isEqualTo(Resources.json("{" + change.replace('\'', '"') + "}"));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("", "file with no instructions"),
        refusal("# only this", "file with no instructions"),
        refusal("Run ls", "run is not a valid change command"),
        refusal("FROM x", "from is not a valid change command"),
        refusal("\\", " is not a valid change command"),
        refusal("ENV", "ENV requires at least one argument"),
        refusal("ENV x", "ENV must have two arguments"),
        refusal("LABEL x", "LABEL must have two arguments"),
        refusal("ENV =x", "ENV names can not be blank"),
        refusal("LABEL a=b =", "LABEL names can not be blank"),
        refusal(
            "ENV a=b c\"",
            "Syntax error - can't find = in \"c\\\"\". Must be of the form: name=value"),
        refusal(
            "LABEL a=b c\u200bd",
            "Syntax error - can't find = in \"c\\u200bd\". Must be of the form: name=value"),
        refusal(
            "ENV a='b",
            "failed to process \"'b\": unexpected end of statement while looking for matching"
                + " single-quote"),
        refusal(
            "USER \"b",
            "failed to process \"\\\"b\": unexpected end of statement while looking for matching"
                + " double-quote"),
        refusal("USER ${}", "failed to process \"${}\": syntax error: bad substitution"),
        refusal("USER ${", "failed to process \"${\": syntax error: missing '}'"),
        refusal("USER ${a", "failed to process \"${a\": missing ':' in substitution"),
        refusal("USER ${a:-", "failed to process \"${a:-\": syntax error: missing '}'"),
        refusal("USER ${a:-'x", "failed to process \"${a:-'x\": syntax error: missing '}'"),
        refusal(
            "USER ${a:=b}",
            "failed to process \"${a:=b}\": unsupported modifier (=) in substitution"),
        refusal("USER ${a?}", "failed to process \"${a?}\": a: is not allowed to be unset"),
        refusal("USER ${a?why}", "failed to process \"${a?why}\": a: why"),
        refusal("USER ${E:?}", "failed to process \"${E:?}\": E: is not allowed to be empty"),
        refusal(
            "CMD [1]", "when using JSON array syntax, arrays must be comprised of strings only"),
        refusal("CMD --x y", "Unknown flag: x"),
        refusal("EXPOSE", "EXPOSE requires at least one argument"),
        refusal("EXPOSE /tcp", "No port specified: /tcp<empty>"),
        refusal("EXPOSE 65536", "Invalid containerPort: 65536"),
        refusal("EXPOSE 9-8", "Invalid containerPort: 9-8"),
        refusal("EXPOSE a:80", "Invalid hostPort: a"),
        refusal("EXPOSE 80/Icmp", "Invalid proto: Icmp"),
        refusal(
            "EXPOSE 1-2:3-5", "Invalid ranges specified for container and host Ports: 3-5 and 1-2"),
        refusal("USER", "USER requires exactly one argument"),
        refusal("WORKDIR", "WORKDIR requires exactly one argument"),
        refusal("WORKDIR $NONE", "cannot normalize nothing"),
        refusal("STOPSIGNAL", "STOPSIGNAL requires exactly one argument"),
        refusal("STOPSIGNAL SIGWHAT", "Invalid signal: SIGWHAT"),
        refusal("STOPSIGNAL 0", "Invalid signal: 0"),
        refusal("VOLUME", "VOLUME requires at least one argument"),
        refusal("VOLUME []", "VOLUME requires at least one argument"),
        refusal("VOLUME [\" \"]", "VOLUME specified can not be an empty string"),
        refusal("VOLUME $NONE", "VOLUME specified can not be an empty string"),
        refusal("ONBUILD", "ONBUILD requires at least one argument"),
        refusal("ONBUILD onbuild x", "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"),
        refusal("ONBUILD From x", "FROM isn't allowed as an ONBUILD trigger"),
        refusal("ONBUILD ENV x", "ENV must have two arguments"),
        refusal("HEALTHCHECK", "HEALTHCHECK requires at least one argument"),
        refusal("HEALTHCHECK none x", "HEALTHCHECK NONE takes no arguments"),
        refusal("HEALTHCHECK CMD", "Missing command after HEALTHCHECK CMD"),
        refusal("HEALTHCHECK CMD []", "Missing command after HEALTHCHECK CMD"),
        refusal("HEALTHCHECK curl x", "Unknown type \"CURL\" in HEALTHCHECK (try CMD)"),
        refusal("HEALTHCHECK --x=1 CMD a", "Unknown flag: x"),
        refusal("HEALTHCHECK --retries CMD a", "Missing a value on flag: retries"),
        refusal("HEALTHCHECK --retries=1 --retries=1 CMD a", "Duplicate flag specified: retries"),
        refusal("HEALTHCHECK --retries=0 CMD a", "--retries must be at least 1 (not 0)"),
        refusal("HEALTHCHECK --retries=x CMD a", "strconv.ParseInt: parsing \"x\": invalid syntax"),
        refusal(
            "HEALTHCHECK --retries=2147483648 CMD a",
            "strconv.ParseInt: parsing \"2147483648\": value out of range"),
        refusal(
            "HEALTHCHECK --interval=1us CMD a", "Interval \"interval\" cannot be less than 1ms"),
        refusal("HEALTHCHECK --timeout=-1s CMD a", "Interval \"timeout\" cannot be less than 1ms"),
        refusal("HEALTHCHECK --timeout=1 CMD a", "time: missing unit in duration \"1\""),
        refusal("HEALTHCHECK --timeout=1x CMD a", "time: unknown unit \"x\" in duration \"1x\""),
        refusal("HEALTHCHECK --timeout=x CMD a", "time: invalid duration \"x\""),
        refusal("HEALTHCHECK --timeout=9999999h CMD a", "time: invalid duration \"9999999h\""),
        refusal(
            "USER " + "u".repeat(65536),
            "dockerfile line greater than maximum allowed size of 65535"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void apply_wrongInstruction_isRefusedInTheEnginesWords(String instruction, String message) {
    assertThatThrownBy(() -> ConfigInstructions.apply(BASE, List.of(instruction)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void apply_command_isNoLongerEscaped() {
    assertThat(BASE.argsEscaped()).isTrue();
    assertThat(ConfigInstructions.apply(BASE, List.of("CMD ls")).argsEscaped()).isFalse();
    assertThat(ConfigInstructions.apply(BASE, List.of("USER u")).argsEscaped()).isTrue();
  }

  @Test
  void apply_noInstructions_isTheSameConfig() {
    assertThat(ConfigInstructions.apply(BASE, List.of())).isSameAs(BASE);
  }

  @Test
  void apply_lineOfOneTextContinuedInTheNext_isOneInstruction() {
    RunConfigDocument changed = ConfigInstructions.apply(BASE, List.of("USER a\\", "b"));

    assertThat(changed.user()).isEqualTo("ab");
  }

  @Test
  void apply_shellOfTheConfig_runsCommands() {
    RunConfigDocument bash = RunConfigDocument.fromJson("{\"Shell\":[\"bash\",\"-c\"]}");

    assertThat(ConfigInstructions.apply(bash, List.of("CMD ls")).cmd())
        .containsExactly("bash", "-c", "ls");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${a:-", "${a:+${b}", "ONBUILD "})
  void apply_nestedWithoutEnd_isRefused(String nesting) {
    List<String> instructions = List.of("USER " + nesting.repeat(6000), nesting.repeat(6000));

    assertThatThrownBy(() -> ConfigInstructions.apply(BASE, instructions))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void apply_variablesThatMultiply_areRefused() {
    String more = "ENV X=x$X" + "$X".repeat(10_000);

    assertThatThrownBy(() -> ConfigInstructions.apply(BASE, List.of(more, more, more, more)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("it expands to more than the 8388608 characters allowed");
  }

  @Test
  void apply_anyText_isCarriedOutOrRefused() {
    List<String> pieces =
        List.of(
            "ENV ",
            "LABEL ",
            "EXPOSE ",
            "USER ",
            "VOLUME ",
            "WORKDIR ",
            "CMD ",
            "ENTRYPOINT ",
            "ONBUILD ",
            "HEALTHCHECK ",
            "STOPSIGNAL ",
            "--interval=",
            "--retries=",
            "1s",
            "80",
            "-",
            "/udp",
            "=",
            "a",
            "$",
            "{",
            "}",
            ":",
            "+",
            "?",
            "'",
            "\"",
            "\\",
            "\n",
            " ",
            "\t",
            "[",
            "]",
            ",",
            "#",
            "\u00a0",
            "\u00e9",
            "\ud83d\ude00",
            "\ud800",
            "\0",
            "HOME");

    for (int seed = 0; seed < 20_000; seed++) {
      String text = text(pieces, new Random(seed));
      assertThatCode(() -> applied(text)).as(text).doesNotThrowAnyException();
    }
  }

  private static void applied(String text) {
    try {
      assertThat(ConfigInstructions.apply(BASE, List.of(text)).toJson()).isNotEmpty();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  private static String text(List<String> pieces, Random random) {
    StringBuilder text = new StringBuilder(pieces.get(random.nextInt(11)));
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }

  /** Returns the fields that are not as in the base. */
  private static JsonNode differences(RunConfigDocument changed) {
    JsonNode before = Resources.json(BASE.toJson());
    ObjectNode after = (ObjectNode) Resources.json(changed.toJson());
    after.properties().removeIf(field -> field.getValue().equals(before.get(field.getKey())));
    return after;
  }

  private static String env(String home, String more) {
    return "'Env':['PATH=/bin','HOME=" + home + "','PORTS=80 443/udp','E='," + more + "]";
  }

  private static Arguments effect(String instructions, String change) {
    return Arguments.of(instructions, change);
  }

  private static Arguments refusal(String instruction, String message) {
    return Arguments.of(instruction, message);
  }
}
