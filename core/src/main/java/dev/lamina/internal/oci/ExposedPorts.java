package dev.lamina.internal.oci;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads what names ports, such as {@code 80}, {@code 53/udp} and {@code 8000-8002/tcp}. */
final class ExposedPorts {
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
  private static final int MAX_PORT = 65535;

  private ExposedPorts() {}

  /** Returns the ports, each {@code number/protocol}; what is said of the host is dropped. */
  static List<String> parse(String text) {
    String[] parts = text.split(":", -1);
    String[] ports = parts[parts.length - 1].split("/", -1);
    if (ports[0].isEmpty()) {
      throw new IllegalArgumentException("No port specified: " + text + "<empty>");
    }
    IntStream range = range(ports[0], "Invalid containerPort: ");
    if (parts.length > 1 && !parts[parts.length - 2].isEmpty()) {
      requireHostPorts(ports[0], parts[parts.length - 2]);
    }
    String protocol = protocol(ports);
    return range.mapToObj(port -> port + "/" + protocol).toList();
  }

  private static String protocol(String[] ports) {
    String written = ports.length < 2 || ports[1].isEmpty() ? "tcp" : ports[1];
    String protocol = written.toLowerCase(Locale.ROOT);
    if (!PROTOCOLS.contains(protocol)) {
      throw new IllegalArgumentException("Invalid proto: " + written);
    }
    return protocol;
  }

  private static void requireHostPorts(String ports, String hostPorts) {
    long count = range(ports, "").count();
    if (range(hostPorts, "Invalid hostPort: ").count() != count && count != 1) {
      throw new IllegalArgumentException(
          "Invalid ranges specified for container and host Ports: " + ports + " and " + hostPorts);
    }
  }

  private static IntStream range(String text, String message) {
    String[] ends = text.split("-", -1);
    int first = number(ends[0]);
    int last = ends.length < 2 ? first : number(ends[1]);
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(message + text);
    }
    return IntStream.rangeClosed(first, last);
  }

  /** Returns the number of a port, or -1 if it is none. */
  private static int number(String text) {
    String digits = text.replaceFirst("^0+(?=.)", "");
    boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = number && digits.length() <= 5 ? Integer.parseInt(digits) : -1;
    return port > MAX_PORT ? -1 : port;
  }
}
