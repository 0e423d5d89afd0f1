package dev.lamina.internal.oci;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The instructions that change a run config: what each wants, and what it does. */
final class ConfigInstruction {
  private static final Pattern ON_BUILD = Pattern.compile("(?i)^\\s*ONBUILD\\s*");

  private static final Map<String, Function<InstructionLine, Consumer<RunConfigDraft>>> BY_NAME =
      Map.ofEntries(
          entry("cmd", ConfigInstruction::cmd),
          entry("entrypoint", ConfigInstruction::entrypoint),
          entry("env", ConfigInstruction::env),
          entry("expose", ConfigInstruction::expose),
          entry("healthcheck", ConfigInstruction::healthcheck),
          entry("label", ConfigInstruction::label),
          entry("onbuild", ConfigInstruction::onBuild),
          entry("stopsignal", ConfigInstruction::stopSignal),
          entry("user", ConfigInstruction::user),
          entry("volume", ConfigInstruction::volume),
          entry("workdir", ConfigInstruction::workdir));

  private ConfigInstruction() {}

  static void requireKnown(InstructionLine line) {
    if (!BY_NAME.containsKey(line.name())) {
      throw new IllegalArgumentException(line.name() + " is not a valid change command");
    }
  }

  /**
   * Returns what an instruction that is known does to a config.
   *
   * @throws IllegalArgumentException if it has too few arguments, too many, or wrong ones
   */
  static Consumer<RunConfigDraft> parse(InstructionLine line) {
    return Objects.requireNonNull(BY_NAME.get(line.name())).apply(line);
  }

  private static Consumer<RunConfigDraft> cmd(InstructionLine line) {
    line.requireNoFlags();
    return draft -> draft.setCmd(command(line, draft), !line.words().isEmpty());
  }

  private static Consumer<RunConfigDraft> entrypoint(InstructionLine line) {
    line.requireNoFlags();
    return draft -> draft.setEntrypoint(line.words().isEmpty() ? null : command(line, draft));
  }

  private static List<String> command(InstructionLine line, RunConfigDraft draft) {
    if (line.arguments().exec()) {
      return line.words();
    }
    List<String> command = new ArrayList<>(draft.shell());
    command.addAll(line.words());
    return command;
  }

  private static Consumer<RunConfigDraft> env(InstructionLine line) {
    requirePairs(line);
    return draft -> putPairs(expanded(line, draft), draft::putEnv);
  }

  private static Consumer<RunConfigDraft> label(InstructionLine line) {
    requirePairs(line);
    return draft -> putPairs(expanded(line, draft), draft::putLabel);
  }

  private static void requirePairs(InstructionLine line) {
    line.requireNoFlags();
    line.requireWords();
    putPairs(line.words(), (name, value) -> requireName(line, name));
  }

  private static void requireName(InstructionLine line, String name) {
    if (name.isEmpty()) {
      throw line.refused(" names can not be blank");
    }
  }

  private static void putPairs(List<String> pairs, BiConsumer<String, String> put) {
    for (int i = 0; i < pairs.size(); i += 2) {
      put.accept(pairs.get(i), pairs.get(i + 1));
    }
  }

  /** The value of a variable may name more than one port, which that of no other word may. */
  private static Consumer<RunConfigDraft> expose(InstructionLine line) {
    line.requireWords();
    line.requireNoFlags();
    return draft ->
        draft.addExposedPorts(
            line.words().stream()
                .sorted(GoJson.BY_BYTES)
                .flatMap(word -> WordExpansion.expand(word, draft.env()).words().stream())
                .flatMap(word -> ExposedPorts.parse(word).stream())
                .toList());
  }

  private static Consumer<RunConfigDraft> healthcheck(InstructionLine line) {
    HealthcheckDocument check = HealthcheckInstruction.parse(line);
    return draft -> draft.setHealthcheck(check);
  }

  private static Consumer<RunConfigDraft> onBuild(InstructionLine line) {
    line.requireWords();
    line.requireNoFlags();
    String instruction = ON_BUILD.matcher(line.original()).replaceFirst("");
    return draft -> draft.addOnBuild(instruction);
  }

  private static Consumer<RunConfigDraft> stopSignal(InstructionLine line) {
    String signal = line.word();
    return draft -> draft.setStopSignal(expanded(signal, draft));
  }

  private static Consumer<RunConfigDraft> user(InstructionLine line) {
    String user = line.word();
    line.requireNoFlags();
    return draft -> draft.setUser(expanded(user, draft));
  }

  private static Consumer<RunConfigDraft> volume(InstructionLine line) {
    line.requireWords();
    line.requireNoFlags();
    List<String> paths = line.words().stream().map(GoText::strip).toList();
    requireNoneEmpty(paths);
    return draft -> addVolumes(expanded(paths, draft), draft);
  }

  private static void addVolumes(List<String> paths, RunConfigDraft draft) {
    requireNoneEmpty(paths);
    draft.addVolumes(paths);
  }

  private static void requireNoneEmpty(List<String> paths) {
    if (paths.contains("")) {
      throw new IllegalArgumentException("VOLUME specified can not be an empty string");
    }
  }

  private static Consumer<RunConfigDraft> workdir(InstructionLine line) {
    String path = line.word();
    line.requireNoFlags();
    return draft -> draft.setWorkingDir(expanded(path, draft));
  }

  private static List<String> expanded(InstructionLine line, RunConfigDraft draft) {
    return expanded(line.words(), draft);
  }

  private static List<String> expanded(List<String> words, RunConfigDraft draft) {
    return words.stream().map(word -> expanded(word, draft)).toList();
  }

  private static String expanded(String word, RunConfigDraft draft) {
    return WordExpansion.expand(word, draft.env()).text();
  }
}
