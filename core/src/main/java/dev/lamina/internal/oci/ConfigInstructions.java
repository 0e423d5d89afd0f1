package dev.lamina.internal.oci;

import java.util.List;
import java.util.function.Consumer;

/**
 * Changes how containers of an image run, by the instructions of a Dockerfile that commits and
 * imports take: as an engine 20.10 does, and with its messages. Unlike that, STOPSIGNAL is taken.
 */
public final class ConfigInstructions {
  private ConfigInstructions() {}

  /**
   * Returns a config changed by instructions, first one first.
   *
   * @param config how containers run without them
   * @param instructions the texts, each of one instruction or of more in lines of their own
   * @throws IllegalArgumentException if one is not to be understood, or not of those that change a
   *     config
   */
  public static RunConfigDocument apply(RunConfigDocument config, List<String> instructions) {
    if (instructions.isEmpty()) {
      return config;
    }
    RunConfigDraft draft = new RunConfigDraft(config);
    changes(String.join("\n", instructions)).forEach(change -> change.accept(draft));
    return draft.toDocument();
  }

  /** Returns what the instructions of a text do. */
  static List<Consumer<RunConfigDraft>> changes(String text) {
    return changes(parse(text));
  }

  private static List<InstructionLine> parse(String text) {
    List<InstructionLine> lines =
        InstructionText.lines(text).stream().map(InstructionLine::parse).toList();
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("file with no instructions");
    }
    return lines;
  }

  /** All are checked before any is carried out, so that messages come in the engine's order. */
  private static List<Consumer<RunConfigDraft>> changes(List<InstructionLine> lines) {
    lines.forEach(ConfigInstruction::requireKnown);
    return lines.stream().map(ConfigInstruction::parse).toList();
  }
}
