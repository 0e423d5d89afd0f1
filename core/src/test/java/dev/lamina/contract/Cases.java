package dev.lamina.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What real file systems answered, recorded, where {@code -Dlamina.cases} says. */
public final class Cases {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Cases() {}

  /** Returns the cases of a file of one JSON object a line; skips the test if it is not there. */
  public static List<JsonNode> read(String file) throws IOException {
    String folder = System.getProperty("lamina.cases", "");
    assumeTrue(!folder.isEmpty() && !folder.startsWith("${"), "needs -Dlamina.cases: " + file);
    List<JsonNode> cases = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(folder).resolve(file))) {
      cases.add(JSON.readTree(line));
    }
    return cases;
  }

  /** Returns what of the cases is left out, and why, from a table beside a class. */
  public static Map<String, String> excluded(Class<?> beside, String resource) {
    return Archives.text(beside, resource)
        .lines()
        .map(line -> line.split("\t", 2))
        .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
  }
}
