package dev.lamina.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the files of a store take: the journal, and the log of what was changed in a container, may
 * tell the same in more or fewer words, and data files may have other numbers.
 *
 * @param sizes the lengths of files by their paths
 */
record Footprint(Map<String, Long> sizes) {
  private static final Pattern NUMBER = Pattern.compile("/data/[0-9a-f]{2}/[0-9]+$");
  private static final Pattern IGNORED =
      Pattern.compile(
          "catalog/(journal|unforced)|containers/.*/tree|lock|lock\\.owner|lamina-store\\.use");

  private static final Pattern DERIVED = Pattern.compile("^.layers/[0-9a-f]+\\.(checkpoints|tar)=");

  static Footprint of(FileTree tree) {
    Map<String, Long> sizes = new TreeMap<>();
    tree.files()
        .forEach(
            (name, bytes) -> {
              if (!IGNORED.matcher(name).matches()) {
                sizes.merge(
                    NUMBER.matcher(name).replaceFirst("/data"), (long) bytes.length, Long::sum);
              }
            });
    return new Footprint(sizes);
  }

  /**
   * Returns what another one has besides, and lacks.
   *
   * @param forgives whether it may lack what can be made again, or have it damaged
   */
  List<String> difference(Footprint other, boolean forgives) {
    return Stream.concat(more("+", other.sizes, sizes), more("-", sizes, other.sizes))
        .filter(file -> !forgives || !DERIVED.matcher(file).find())
        .toList();
  }

  private static Stream<String> more(
      String sign, Map<String, Long> these, Map<String, Long> those) {
    return these.entrySet().stream()
        .filter(file -> !file.getValue().equals(those.get(file.getKey())))
        .map(file -> sign + file);
  }
}
