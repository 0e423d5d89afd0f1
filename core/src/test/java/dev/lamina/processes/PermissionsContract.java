package dev.lamina.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.faults.DenyingProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever makes a store, and with whatever umask: nobody else can reach what is in it. Whose rights
 * are too few is told of what.
 */
@Timeout(120)
public interface PermissionsContract {
  /** The number of the user whom others are tried as. */
  String NOBODY = "65534";

  /** Returns the name of the storage. */
  String storage();

  /** Returns an empty directory of the default file system. */
  Path directory();

  /** Returns whether the storage works for somebody without any right. */
  default boolean worksForEverybody() {
    return true;
  }

  /** Whatever directory of a store it is that its user may not write, or not even look into. */
  @Test
  @Timeout(600)
  default void anyOperation_directoryDenied_isToldAndNothingIsLost() throws IOException {
    Needed.root();
    Needed.program("setpriv");
    assumeTrue(worksForEverybody(), "needs rights, with which all can be written");
    Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path home = Files.createDirectory(directory().resolve("home"));
    String unused = HostCommand.run("chown", NOBODY, home.toString());
    List<String> command = as(NOBODY);
    command.addAll(
        Jvm.commandReadableByAll(directory(), DenyingProcess.class, home.toString(), storage()));

    String told = HostCommand.run(command.toArray(String[]::new));

    String last = told.lines().reduce("", (before, line) -> line); // A JVM may have warned first.
    Needed.report("%s: %s", storage(), last);
    assertThat(last).as("%s", told).matches("[0-9]{3,} points, [0-9]{2,} refused, 0 failures");
  }

  private static List<String> as(String user) {
    return new ArrayList<>(
        List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
  }

  @ParameterizedTest
  @CsvSource({"000,0", "077,0", "0777,0", "000,65534", "077,65534", "0777,65534"})
  default void store_anyUmask_isTheOwnersOnly(String umask, String user) throws IOException {
    Needed.root();
    Needed.program("setpriv");
    assumeTrue(user.equals("0") || worksForEverybody(), "needs rights");
    Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path home = Files.createDirectory(directory().resolve("home"));
    String unused = HostCommand.run("chown", user, home.toString());
    Path store = home.resolve("store");
    List<String> command = as(user);
    command.addAll(List.of("sh", "-c", "umask " + umask + "; exec \"$0\" \"$@\""));
    command.addAll(
        user.equals("0")
            ? Jvm.command(WorkingProcess.class, store.toString(), storage())
            : Jvm.commandReadableByAll(
                directory(), WorkingProcess.class, store.toString(), storage()));
    unused = HostCommand.run(command.toArray(String[]::new));

    assertThat(open(store)).isEmpty();
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(isReachable(store)).isFalse();
    assertThat(isReachable(home)).isTrue();
  }

  /** Returns what others may do something with, but for what a layer or container says itself. */
  private static List<String> open(Path store) throws IOException {
    try (Stream<Path> all = Files.walk(store)) {
      List<String> found = new ArrayList<>();
      for (Path path : all.toList()) {
        String name = store.relativize(path).toString();
        if (name.matches(".*/(diff|upper|top|places|stacks)(/.*)?")) {
          continue;
        }
        String permissions =
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        if (!permissions.endsWith("------") && !Files.isSymbolicLink(path)) {
          found.add(permissions + " " + name);
        }
      }
      return found;
    }
  }

  /** Returns whether another user, who is not root, can look into a directory. */
  private static boolean isReachable(Path directory) {
    return HostCommand.works(
        "setpriv", "--reuid=65533", "--regid=65533", "--clear-groups", "ls", directory.toString());
  }
}
