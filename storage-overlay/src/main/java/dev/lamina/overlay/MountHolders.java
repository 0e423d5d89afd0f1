package dev.lamina.overlay;

import dev.lamina.internal.io.Listing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who uses what is mounted somewhere, as far as this process may know. */
final class MountHolders {
  private static final Path PROCESSES = Path.of("/proc");
  private static final int MOST = 5;

  private final Path target;
  private final List<String> holders = new ArrayList<>();

  private MountHolders(Path target) {
    this.target = target;
  }

  /** Returns lines such as {@code process 17 (bash): working directory}; a few at most. */
  static List<String> of(Path target) throws IOException {
    MountHolders found = new MountHolders(target);
    for (Path inner : MountTable.read().in(target)) {
      if (!inner.equals(target) && found.holders.size() < MOST) {
        found.holders.add("something mounted at " + inner);
      }
    }
    for (Path process : Listing.of(PROCESSES, MountHolders::isProcess)) {
      if (found.holders.size() < MOST) {
        found.how(process).ifPresent(how -> found.holders.add(line(process, how)));
      }
    }
    return found.holders;
  }

  private static boolean isProcess(Path entry) {
    return Character.isDigit(entry.getFileName().toString().charAt(0));
  }

  private static String line(Path process, String how) {
    return "process %s (%s): %s".formatted(process.getFileName(), name(process), how);
  }

  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      return "ended";
    }
  }

  private Optional<String> how(Path process) {
    if (leadsInto(process.resolve("cwd"))) {
      return Optional.of("working directory");
    }
    if (leadsInto(process.resolve("root"))) {
      return Optional.of("root directory");
    }
    if (leadsInto(process.resolve("exe"))) {
      return Optional.of("program");
    }
    return anyIn(process.resolve("fd"), "open file")
        .or(() -> anyIn(process.resolve("map_files"), "mapped file"));
  }

  private Optional<String> anyIn(Path links, String how) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(links)) {
      for (Path link : all) {
        if (leadsInto(link)) {
          return Optional.of(how + " " + Files.readSymbolicLink(link));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It has ended, or is another user's.
    }
    return Optional.empty();
  }

  private boolean leadsInto(Path link) {
    try {
      return Files.readSymbolicLink(link).startsWith(target);
    } catch (IOException e) {
      return false;
    }
  }
}
