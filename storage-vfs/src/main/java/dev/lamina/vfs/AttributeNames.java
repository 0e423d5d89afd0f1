package dev.lamina.vfs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The attributes by name, as in {@code "unix:mode,ino"}: what each view has, and how to get it. */
final class AttributeNames {
  /** The view of the extended attributes that belong to users. */
  static final String USER = "user";

  /** The view of all extended attributes. */
  static final String XATTR = "xattr";

  private static final Map<String, Function<UnionFileAttributes, Object>> BASIC = basic();
  private static final Map<String, Function<UnionFileAttributes, Object>> POSIX = posix();
  private static final Map<String, Map<String, Function<UnionFileAttributes, Object>>> VIEWS =
      Map.of(
          "basic",
          BASIC,
          "owner",
          Map.of("owner", UnionFileAttributes::owner),
          "posix",
          POSIX,
          "unix",
          unix(),
          "layer",
          Map.of("index", UnionFileAttributes::layer, "diffId", UnionFileAttributes::diffId));

  /** The names of all views. */
  static final Set<String> ALL_VIEWS =
      Set.of("basic", "owner", "posix", "unix", USER, XATTR, "layer");

  private AttributeNames() {}

  private static Map<String, Function<UnionFileAttributes, Object>> basic() {
    Map<String, Function<UnionFileAttributes, Object>> names = new LinkedHashMap<>();
    names.put("size", UnionFileAttributes::size);
    names.put("creationTime", UnionFileAttributes::creationTime);
    names.put("lastAccessTime", UnionFileAttributes::lastAccessTime);
    names.put("lastModifiedTime", UnionFileAttributes::lastModifiedTime);
    names.put("isDirectory", UnionFileAttributes::isDirectory);
    names.put("isRegularFile", UnionFileAttributes::isRegularFile);
    names.put("isSymbolicLink", UnionFileAttributes::isSymbolicLink);
    names.put("isOther", UnionFileAttributes::isOther);
    names.put("fileKey", UnionFileAttributes::fileKey);
    return names;
  }

  private static Map<String, Function<UnionFileAttributes, Object>> posix() {
    Map<String, Function<UnionFileAttributes, Object>> names = new LinkedHashMap<>(basic());
    names.put("permissions", UnionFileAttributes::permissions);
    names.put("owner", UnionFileAttributes::owner);
    names.put("group", UnionFileAttributes::group);
    return names;
  }

  /** Has the types of the JDK's view: a number that Linux has as 32 bits is an {@code Integer}. */
  private static Map<String, Function<UnionFileAttributes, Object>> unix() {
    Map<String, Function<UnionFileAttributes, Object>> names = new LinkedHashMap<>(posix());
    names.put("mode", UnionFileAttributes::mode);
    names.put("ino", UnionFileAttributes::fileId);
    names.put("dev", UnionFileAttributes::fileSystemNumber);
    names.put("rdev", UnionFileAttributes::deviceNumber);
    names.put("nlink", UnionFileAttributes::linkCount);
    names.put("uid", a -> (int) a.uid());
    names.put("gid", a -> (int) a.gid());
    names.put("ctime", UnionFileAttributes::changeTime);
    return names;
  }

  /**
   * Returns the view of attributes that are named.
   *
   * @param attributes such as {@code "user:note"}; without a view they are {@code basic}
   */
  static String view(String attributes) {
    int colon = attributes.indexOf(':');
    return colon < 0 ? "basic" : attributes.substring(0, colon);
  }

  /** Returns the names behind the view's. */
  static String[] names(String attributes) {
    return attributes.substring(attributes.indexOf(':') + 1).split(",");
  }

  /**
   * Returns the values of the attributes.
   *
   * @param attributes such as {@code "size,fileKey"} or {@code "unix:*"}
   * @throws UnsupportedOperationException if there is no such view
   * @throws IllegalArgumentException if the view has no such attribute
   */
  static Map<String, Object> read(UnionFileAttributes from, String attributes) {
    Map<String, Function<UnionFileAttributes, Object>> known = checkView(attributes);
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : names(attributes)) {
      if (name.equals("*")) {
        known.forEach((key, value) -> values.put(key, value.apply(from)));
      } else {
        Function<UnionFileAttributes, Object> value = known.get(name);
        if (value == null) {
          throw new IllegalArgumentException("'" + name + "' not recognized");
        }
        values.put(name, value.apply(from));
      }
    }
    return values;
  }

  /**
   * Checks that a view has an attribute, which may be one that cannot be set.
   *
   * @throws UnsupportedOperationException if there is no such view
   * @throws IllegalArgumentException if the view has no such attribute
   */
  static void checkSettable(String view, String name) {
    if (!checkView(view + ":").containsKey(name)) {
      throw new IllegalArgumentException("'" + view + ":" + name + "' not recognized");
    }
  }

  private static Map<String, Function<UnionFileAttributes, Object>> checkView(String attributes) {
    @Nullable Map<String, Function<UnionFileAttributes, Object>> known =
        VIEWS.get(view(attributes));
    if (known == null) {
      throw new UnsupportedOperationException("view '" + view(attributes) + "' not available");
    }
    return known;
  }
}
