package dev.lamina.internal.oci;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a process's environment of what engines set and what the configuration says. */
final class ProcessEnvironment {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private ProcessEnvironment() {}

  /** Returns the variables: those that engines set first, in their order. */
  static List<String> of(RunConfigDocument config, String home) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", PATH);
    variables.put("HOSTNAME", config.hostname());
    if (config.tty()) {
      variables.put("TERM", "xterm");
    }
    List<String> said = config.env();
    if (said != null) {
      said.forEach(variable -> put(variables, variable));
    }
    variables.putIfAbsent("HOME", home);
    List<String> environment = new ArrayList<>();
    variables.forEach((name, value) -> environment.add(name + "=" + value));
    return environment;
  }

  /** Sets a variable; a name alone takes it away. */
  private static void put(Map<String, String> variables, String variable) {
    int equals = variable.indexOf('=');
    if (equals < 0) {
      variables.remove(variable);
    } else {
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
  }
}
