package dev.lamina.internal.oci;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a container tells that it is well; times are nanoseconds, 0 stands for the default.
 *
 * @param test the command, after the word that says what kind it is
 * @param interval the time between checks
 * @param timeout the time a check may take
 * @param startPeriod the time in which failures do not count
 * @param retries the number of failures that make a container unhealthy
 */
public record HealthcheckDocument(
    List<String> test, long interval, long timeout, long startPeriod, long retries) {

  /** Makes a health check of its parts. */
  public HealthcheckDocument {
    test = List.copyOf(test);
  }

  static HealthcheckDocument parse(JsonObject json) {
    return new HealthcheckDocument(
        json.textsOrEmpty("Test"),
        json.integer("Interval", 0),
        json.integer("Timeout", 0),
        json.integer("StartPeriod", 0),
        json.integer("Retries", 0));
  }

  Map<String, Object> toGo() {
    Map<String, Object> json = new LinkedHashMap<>();
    GoFields.putUnlessEmpty(json, "Test", test);
    GoFields.putUnlessZero(json, "Interval", interval);
    GoFields.putUnlessZero(json, "Timeout", timeout);
    GoFields.putUnlessZero(json, "StartPeriod", startPeriod);
    GoFields.putUnlessZero(json, "Retries", retries);
    return json;
  }
}
