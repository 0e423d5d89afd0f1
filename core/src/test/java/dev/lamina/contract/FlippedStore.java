package dev.lamina.contract;

import dev.lamina.CheckLevel;
import dev.lamina.CheckReport;
import dev.lamina.Finding;
import dev.lamina.Finding.Severity;
import dev.lamina.ImageStore;
import dev.lamina.RepairReport;
import dev.lamina.RepairReport.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A store of which one file after the other is damaged, checked, and mended. */
final class FlippedStore {
  private final ImageStore store;
  private final Path root;
  private final Random random;
  private final List<Path> files;
  private String last = "";
  private final String known;
  private final Map<String, Integer> counts = new TreeMap<>();

  FlippedStore(ImageStore store, Path root, long seed) throws IOException {
    this.store = store;
    this.root = root;
    this.random = new Random(seed);
    this.files = files(root);
    this.known = state();
  }

  private String state() {
    return store.images().all() + " " + store.containers().list();
  }

  /** Returns the files that say something: not those that only are, or are locked. */
  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> isMeaningful(root.relativize(file)))
          .filter(file -> sizeOf(file) > 0)
          .sorted()
          .toList();
    }
  }

  /** {@code lock.owner} is for messages; what is staged or leased is this process's own. */
  private static boolean isMeaningful(Path file) {
    String first = file.getName(0).toString();
    return !List.of("lock", "lock.owner", "lamina-store.use", "staging", "leases").contains(first);
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, Integer> counts() {
    return counts;
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** One damage: what the file was, and what was done to it. */
  private record Damage(Path file, byte[] before, FileTime time, String what, boolean isCut) {}

  /** Damages a file, and says what is wrong if that is not found, or mended, as it should be. */
  List<String> damageOne() throws IOException {
    Damage damage = damage(files.get(random.nextInt(files.size())));
    String kind = root.relativize(damage.file()).getName(0) + suffix(damage.file());
    count((damage.isCut() ? "cut " : "flipped ") + kind);
    try {
      return mended(damage, kind);
    } finally {
      restore(damage);
      requireAll(damage);
    }
  }

  /**
   * Damages several files at once, and says what is wrong if one is not found, or not mended
   * although what it is made of is whole.
   */
  List<String> damageSome(int count) throws IOException {
    Map<Path, Damage> damages = new LinkedHashMap<>();
    while (damages.size() < count) {
      Path file = files.get(random.nextInt(files.size()));
      if (!damages.containsKey(file)) {
        damages.put(file, damage(file));
        count((damages.get(file).isCut() ? "cut " : "flipped ") + kind(file));
      }
    }
    List<String> failures = new ArrayList<>();
    try {
      CheckReport report = store.check(CheckLevel.CONTENTS);
      for (Damage damage : damages.values()) {
        if (!isNamed(report, damage.file())) {
          failures.add("not named: " + damage.what());
        }
      }
      RepairReport repair = store.repair(report);
      for (Damage damage : damages.values()) {
        look(damage, repair).ifPresent(failures::add);
      }
    } finally {
      for (Damage damage : damages.values()) {
        restore(damage);
      }
    }
    CheckReport after = store.check(CheckLevel.STRUCTURE);
    if (!after.isClean()) {
      failures.add("not clean afterwards: " + after);
    }
    return failures;
  }

  private Optional<String> look(Damage damage, RepairReport repair) throws IOException {
    String kind = kind(damage.file());
    boolean isBack =
        Files.exists(damage.file())
            && Arrays.equals(Files.readAllBytes(damage.file()), damage.before());
    if (kind.startsWith("catalog") && !damage.isCut()) {
      isBack = state().equals(known);
    }
    count((isBack ? "mended " : "lost ") + kind);
    boolean isExpected =
        isBack
            || repair.steps().stream()
                .filter(step -> step.finding().path().equals(damage.file()))
                .anyMatch(
                    step -> !isRebuildable(step.finding()) || step.outcome() == Outcome.FAILED)
            || (kind.startsWith("catalog") && damage.isCut());
    return isExpected ? Optional.empty() : Optional.of("not back: " + damage.what());
  }

  private String kind(Path file) {
    return root.relativize(file).getName(0) + suffix(file);
  }

  private static String suffix(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return name.length() > 64 && dot == 64 ? name.substring(dot) : "";
  }

  private Damage damage(Path file) throws IOException {
    byte[] before = Files.readAllBytes(file);
    FileTime time = Files.getLastModifiedTime(file);
    boolean isCut = random.nextInt(5) == 0;
    int at = random.nextInt(before.length);
    int bits = 1 + random.nextInt(255);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (isCut) {
        channel.truncate(at);
      } else {
        int unused = channel.write(ByteBuffer.wrap(new byte[] {(byte) (before[at] ^ bits)}), at);
      }
    }
    Files.setLastModifiedTime(file, time);
    String what =
        "%s at byte %s of %s of %s".formatted(isCut ? "cut" : bits, at, before.length, file);
    return new Damage(file, before, time, what, isCut);
  }

  private List<String> mended(Damage damage, String kind) throws IOException {
    boolean isJournal = kind.startsWith("catalog");
    CheckReport report = store.check(CheckLevel.CONTENTS);
    boolean isNamed = isNamed(report, damage.file());
    if (!isNamed) {
      return List.of("not named: " + damage.what() + "\n" + report);
    }
    RepairReport repair = store.repair(report);
    last = report + "\n" + repair;
    if (!repair.isComplete()) {
      return List.of("not repaired: " + damage.what() + "\n" + repair);
    }
    boolean isBack =
        Files.exists(damage.file())
            && (Arrays.equals(Files.readAllBytes(damage.file()), damage.before())
                || store.check(CheckLevel.CONTENTS).of(Severity.DAMAGE).isEmpty());
    if (isJournal) {
      isBack = state().equals(known);
    }
    boolean isRebuildable =
        !(isJournal && damage.isCut())
            && report.of(Severity.DAMAGE).stream().allMatch(FlippedStore::isRebuildable);
    count((isBack ? "mended " : "lost ") + kind);
    if (isRebuildable && !isBack) {
      return List.of("not back: " + damage.what() + "\n" + report + "\n" + repair);
    }
    return isBack || !repair.lost().isEmpty() || isJournal
        ? List.of()
        : List.of("lost, and nobody told: " + damage.what() + "\n" + report + "\n" + repair);
  }

  /** A file of several names is told by one of them. */
  private static boolean isNamed(CheckReport report, Path file) throws IOException {
    for (Finding finding : report.findings()) {
      if (Files.exists(finding.path()) && Files.isSameFile(finding.path(), file)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRebuildable(Finding finding) {
    return switch (finding.remedy()) {
      case REBUILD, REWRITE, CUT, REMOVE, RESTRICT -> true;
      case SET_ASIDE, NONE -> false;
    };
  }

  private void requireAll(Damage damage) {
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw new AssertionError(damage.what() + " has taken " + file + "\n" + last);
      }
    }
  }

  /** Puts the file back as it was, for the next one. */
  private void restore(Damage damage) throws IOException {
    boolean isLinked = Files.exists(damage.file());
    if (isLinked && Arrays.equals(Files.readAllBytes(damage.file()), damage.before())) {
      return;
    }
    Files.createDirectories(damage.file().getParent());
    Files.write(damage.file(), damage.before());
    if (!isLinked && Files.getFileStore(root).supportsFileAttributeView("posix")) {
      dev.lamina.internal.io.OwnerOnly.restrictFile(damage.file());
    }
    Files.setLastModifiedTime(damage.file(), damage.time());
  }
}
