package dev.lamina.examples.cli;

import dev.lamina.HistoryStep;
import dev.lamina.ImageStore;
import dev.lamina.examples.cli.template.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina history}: shows how an image was made, as {@code docker history} does. */
@Command(
    name = "history",
    description = "Show the history of an image",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] IMAGE")
final class HistoryCommand implements Callable<Integer> {
  private static final int COMMAND_LENGTH = 45;
  private static final Map<String, String> HEADS =
      Map.of(
          "ID", "IMAGE",
          "CreatedSince", "CREATED",
          "CreatedAt", "CREATED AT",
          "CreatedBy", "CREATED BY",
          "Size", "SIZE",
          "Comment", "COMMENT");

  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = {"-H", "--human"},
      arity = "0..1",
      fallbackValue = "true",
      description = "show ages, and sizes with units (default: ${DEFAULT-VALUE})")
  private boolean human = true;

  @Option(names = "--no-trunc", description = "show IDs and commands in full")
  private boolean full;

  @Option(
      names = {"-q", "--quiet"},
      description = "show the IDs only")
  private boolean quiet;

  @Option(names = "--format", paramLabel = "FORMAT", description = "json, or a Go template")
  private String format = "";

  @Parameters(paramLabel = "IMAGE", description = "a name or an ID")
  private String image = "";

  HistoryCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<HistoryStep> steps;
    try (ImageStore store = lamina.open()) {
      steps = store.history(image);
    }
    List<Row> rows = steps.stream().map(this::row).toList();
    terminal.out().print(format().print(HEADS, rows));
    return 0;
  }

  private ListFormat format() {
    String time = human ? "{{.CreatedSince}}" : "{{.CreatedAt}}";
    String table = "table {{.ID}}\t" + time + "\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}";
    return ListFormat.of(format, quiet ? "{{.ID}}" : table, Map.of());
  }

  private Row row(HistoryStep step) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("ID", id(step));
    fields.put("CreatedAt", HumanTime.rfc3339(step.created(), terminal.clock()));
    fields.put(
        "CreatedSince",
        human ? HumanTime.ago(step.created(), terminal.clock()) : fields.get("CreatedAt"));
    String command = step.createdBy().replace('\t', ' ');
    fields.put("CreatedBy", full ? command : Ellipsis.of(command, COMMAND_LENGTH));
    fields.put("Size", human ? HumanSize.of(step.size()) : Long.toString(step.size()));
    fields.put("Comment", step.comment());
    return Row.of("*image.historyContext", fields);
  }

  private String id(HistoryStep step) {
    return step.image().map(id -> full ? id.toString() : id.shortId()).orElse("<missing>");
  }
}
