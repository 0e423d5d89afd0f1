package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import dev.lamina.StoreEvent;
import dev.lamina.Subscription;
import dev.lamina.examples.cli.template.Template;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lamina events}: shows what happens in the store, as {@code docker events} does. */
@Command(
    name = "events",
    description = "Get real time events from the server",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS]")
final class EventsCommand implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 200;

  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "FILTER",
      converter = FilterArgument.class,
      description = "show only what meets a condition, such as event=delete")
  private List<String> filters = new ArrayList<>();

  @Option(names = "--format", paramLabel = "FORMAT", description = "json, or a Go template")
  private String format = "";

  @Option(names = "--since", paramLabel = "TIME", description = "show what happened since then")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "show no more from then on")
  private @Nullable String until;

  private final BlockingQueue<StoreEvent> coming = new LinkedBlockingQueue<>();
  private long shown;

  EventsCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  @SuppressWarnings("try") // The subscription is there while the command runs.
  public Integer call() throws InterruptedException {
    EventFilters wanted = new EventFilters(filters);
    Instant from = time(since, terminal.clock().instant());
    Instant to = time(until, Instant.MAX);
    try (ImageStore store = lamina.open();
        Subscription subscription = store.events(coming::add)) {
      if (since != null) {
        store.eventsSince(from).forEach(event -> show(event, wanted, to));
      }
      follow(wanted, to);
    }
    return 0;
  }

  private Instant time(@Nullable String text, Instant otherwise) {
    return text == null ? otherwise : TimeArgument.parse(text, terminal.clock());
  }

  /** Shows what comes until the time is over, or nobody reads any more. */
  private void follow(EventFilters wanted, Instant to) throws InterruptedException {
    while (terminal.clock().instant().isBefore(to) && !terminal.out().checkError()) {
      StoreEvent event = coming.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      if (event != null) {
        show(event, wanted, to);
      }
    }
  }

  /** Those that are both past and coming are shown once. */
  private void show(StoreEvent event, EventFilters wanted, Instant to) {
    if (event.number() > shown && event.time().isBefore(to)) {
      shown = event.number();
      if (wanted.take(event)) {
        terminal.out().println(line(event));
      }
    }
  }

  private String line(StoreEvent event) {
    if (format.isEmpty()) {
      return EventLine.of(event, terminal.clock());
    }
    boolean isJson = format.equals("json") || format.replace(" ", "").equals("{{json.}}");
    Template template = TemplateOption.parse(format);
    StringBuilder line = new StringBuilder();
    template.execute(isJson ? EventLine.json(event) : EventLine.fields(event), line);
    return line.toString();
  }
}
