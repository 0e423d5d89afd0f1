package dev.lamina.faults;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that the library logs, at whatever level, as text, and all that it throws. */
final class Heard extends Handler {
  private final Logger logger = Logger.getLogger("dev.lamina");
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<String> logged = new ArrayList<>();
  private final List<String> thrown = new ArrayList<>();

  Heard() {
    setLevel(Level.ALL);
    logger.setLevel(Level.ALL);
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  @Override
  public synchronized void publish(LogRecord record) {
    logged.add(formatter.format(record));
  }

  /** Hears an exception, with all that has caused it. */
  void add(Exception e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    thrown.add(text.toString());
  }

  synchronized List<String> logged() {
    return List.copyOf(logged);
  }

  List<String> thrown() {
    return List.copyOf(thrown);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }
}
