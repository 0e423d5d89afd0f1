package dev.lamina.internal.oci;

import dev.lamina.IdMap;
import dev.lamina.ImageStoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code config.json} of an OCI runtime bundle, by the runtime specification 1.0.2, for what an
 * engine's {@code run --network none} would start. Nothing is mounted at an image's volumes, and
 * there is no seccomp profile.
 */
public final class RuntimeConfigDocument {
  private static final String VERSION = "1.0.2";

  private RuntimeConfigDocument() {}

  /**
   * What a bundle is made of.
   *
   * @param config how it runs
   * @param user whom it runs as
   * @param root the tree's directory, absolute or relative to the bundle
   * @param readOnly whether nothing in the tree can be changed
   * @param idMap who its users are outside; empty if they are the same
   * @param annotations what else is said of it
   */
  public record Facts(
      RunConfigDocument config,
      ProcessUser user,
      String root,
      boolean readOnly,
      Optional<IdMap> idMap,
      Map<String, String> annotations) {
    /** Makes facts with a copy of the annotations. */
    public Facts {
      annotations = Map.copyOf(annotations);
    }
  }

  /**
   * Returns the document, ending in a newline.
   *
   * @throws ImageStoreException if there is no command, or no valid working directory; the message
   *     is the engine's
   */
  public static String toJson(Facts facts) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("ociVersion", VERSION);
    json.put("process", process(facts.config(), facts.user()));
    json.put("root", root(facts));
    json.put("hostname", facts.config().hostname());
    json.put("mounts", RuntimeDefaults.MOUNTS);
    json.put("annotations", new TreeMap<>(facts.annotations()));
    json.put("linux", linux(facts.idMap()));
    return GoJson.indent(json) + "\n";
  }

  private static Map<String, @Nullable Object> process(RunConfigDocument config, ProcessUser user) {
    Map<String, @Nullable Object> process = new LinkedHashMap<>();
    process.put("terminal", config.tty());
    process.put("user", user(user));
    process.put("args", args(config));
    process.put("env", ProcessEnvironment.of(config, user.home()));
    process.put("cwd", cwd(config));
    process.put("capabilities", capabilities(user));
    process.put("noNewPrivileges", false);
    return process;
  }

  private static Map<String, Object> user(ProcessUser user) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uid", user.uid());
    json.put("gid", user.gid());
    json.put("additionalGids", user.groups());
    return json;
  }

  private static List<String> args(RunConfigDocument config) {
    List<String> args = config.commandLine();
    if (args.isEmpty()) {
      throw new ImageStoreException("No command specified");
    }
    return args;
  }

  private static String cwd(RunConfigDocument config) {
    String directory = config.workingDir();
    if (!directory.isEmpty() && !directory.startsWith("/")) {
      throw new ImageStoreException(
          "the working directory '" + directory + "' is invalid, it needs to be an absolute path");
    }
    return directory.isEmpty() ? "/" : directory;
  }

  /** Returns what root may do; others may, when they start what makes them root. */
  private static Map<String, Object> capabilities(ProcessUser user) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("bounding", RuntimeDefaults.CAPABILITIES);
    if (user.isRoot()) {
      json.put("effective", RuntimeDefaults.CAPABILITIES);
      json.put("permitted", RuntimeDefaults.CAPABILITIES);
    }
    return json;
  }

  private static Map<String, Object> root(Facts facts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", facts.root());
    json.put("readonly", facts.readOnly());
    return json;
  }

  private static Map<String, Object> linux(Optional<IdMap> idMap) {
    Map<String, Object> json = new LinkedHashMap<>();
    idMap.ifPresent(map -> json.put("uidMappings", mappings(map.users())));
    idMap.ifPresent(map -> json.put("gidMappings", mappings(map.groups())));
    json.put("resources", Map.of("devices", RuntimeDefaults.DEVICES));
    json.put("namespaces", namespaces(idMap.isPresent()));
    json.put("maskedPaths", RuntimeDefaults.MASKED_PATHS);
    json.put("readonlyPaths", RuntimeDefaults.READONLY_PATHS);
    return json;
  }

  private static List<Map<String, Object>> mappings(List<IdMap.Range> ranges) {
    List<Map<String, Object>> json = new ArrayList<>();
    for (IdMap.Range range : ranges) {
      Map<String, Object> mapping = new LinkedHashMap<>();
      mapping.put("containerID", range.containerId());
      mapping.put("hostID", range.hostId());
      mapping.put("size", range.size());
      json.add(mapping);
    }
    return json;
  }

  private static List<Map<String, String>> namespaces(boolean hasUser) {
    List<Map<String, String>> namespaces = new ArrayList<>(RuntimeDefaults.NAMESPACES);
    if (hasUser) {
      namespaces.add(Map.of("type", "user"));
    }
    return namespaces;
  }
}
