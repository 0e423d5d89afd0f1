package dev.lamina.internal.oci;

import dev.lamina.ImageStoreException;
import dev.lamina.spi.ByteNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The users and groups of a file tree, found as engines find them: the first entry that fits
 * counts. An entry whose numbers are none is left out: engines read them as 0, which is root.
 */
public final class Accounts {
  private static final long MAX_ID = Integer.MAX_VALUE;
  private static final long MAX_KERNEL_ID = 0xFFFF_FFFEL;
  private static final int PASSWD_FIELDS = 6;
  private static final int GROUP_FIELDS = 4;

  private final List<User> users;
  private final List<Group> groups;

  private Accounts(List<User> users, List<Group> groups) {
    this.users = users;
    this.groups = groups;
  }

  private record User(String name, long uid, long gid, String home) {
    static Stream<User> parse(List<String> fields) {
      return id(fields.get(2)).stream()
          .flatMap(uid -> id(fields.get(3)).stream().map(gid -> new long[] {uid, gid}))
          .map(ids -> new User(fields.get(0), ids[0], ids[1], fields.get(5)));
    }
  }

  private record Group(String name, long gid, List<String> members) {
    static Stream<Group> parse(List<String> fields) {
      return id(fields.get(2)).stream()
          .map(gid -> new Group(fields.get(0), gid, List.of(fields.get(3).split(","))));
    }
  }

  /**
   * Reads what the files of a tree say.
   *
   * @param passwd the content of {@code etc/passwd}; empty if there is none
   * @param group the content of {@code etc/group}; empty if there is none
   */
  public static Accounts of(byte[] passwd, byte[] group) {
    return new Accounts(
        lines(passwd, PASSWD_FIELDS).flatMap(User::parse).toList(),
        lines(group, GROUP_FIELDS).flatMap(Group::parse).toList());
  }

  /** Returns the fields of each line, with empty ones for those that it does not have. */
  private static Stream<List<String>> lines(byte[] file, int fields) {
    return ByteNames.decode(file)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> fields(line, fields));
  }

  private static List<String> fields(String text, int count) {
    List<String> fields = new ArrayList<>(Arrays.asList(text.split(":", -1)));
    while (fields.size() < count) {
      fields.add("");
    }
    return fields;
  }

  /** Returns the number that an entry has, if the kernel can have it. */
  private static Optional<Long> id(String text) {
    return number(text).filter(id -> id >= 0 && id <= MAX_KERNEL_ID);
  }

  private static Optional<Long> number(String text) {
    return text.matches("[+-]?[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  /**
   * Returns whom a configuration means.
   *
   * @param text {@code user}, {@code uid}, {@code user:group}, {@code uid:gid}, or any mix; root if
   *     it is empty
   * @throws ImageStoreException if there is no such user or group; the message is the engine's
   */
  public ProcessUser user(String text) {
    List<String> fields = fields(text, 2);
    String name = fields.get(0).isEmpty() ? "0" : fields.get(0);
    String group = fields.get(1);
    Optional<User> entry = first(users, fits(name));
    long uid = entry.map(User::uid).orElseGet(() -> requireNumber(name, "user", "passwd"));
    long gid = group.isEmpty() ? entry.map(User::gid).orElse(0L) : gid(group);
    LongStream others =
        group.isEmpty() ? entry.stream().flatMapToLong(this::groupsOf) : LongStream.empty();
    return new ProcessUser(
        uid,
        gid,
        LongStream.concat(LongStream.of(gid), others).distinct().boxed().toList(),
        entry.map(User::home).filter(home -> !home.isEmpty()).orElse("/"));
  }

  /** A number is always taken for one, also where a user is called so. */
  private static Predicate<User> fits(String name) {
    Optional<Long> uid = number(name);
    return user -> uid.isPresent() ? user.uid() == uid.get() : user.name().equals(name);
  }

  private long gid(String name) {
    return first(groups, group -> group.name().equals(name) && number(name).isEmpty())
        .map(Group::gid)
        .orElseGet(() -> requireNumber(name, "group", "group"));
  }

  private LongStream groupsOf(User user) {
    return groups.stream()
        .filter(group -> group.members().contains(user.name()))
        .mapToLong(Group::gid);
  }

  private static <T> Optional<T> first(List<T> entries, Predicate<T> condition) {
    return entries.stream().filter(condition).findFirst();
  }

  /** Returns the number of somebody who has no entry. */
  private static long requireNumber(String name, String kind, String file) {
    long id =
        number(name)
            .orElseThrow(
                () ->
                    new ImageStoreException(
                        "unable to find %s %s: no matching entries in %s file"
                            .formatted(kind, ByteNames.escape(name), file)));
    if (id < 0 || id > MAX_ID) {
      throw new ImageStoreException("uids and gids must be in range 0-" + MAX_ID);
    }
    return id;
  }
}
