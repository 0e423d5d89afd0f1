package dev.lamina.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.lamina.Committing;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.WritableMount;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Changes an image by a script of lines such as {@code write /etc/motd hi}, and names the result.
 */
public final class EditImage {
  /** Takes {@code STORE IMAGE SCRIPT NAME}; the script has the commands of {@link #edit}. */
  public static void main(String[] args) throws IOException {
    try (ImageStore store = VfsImageStore.open(Path.of(args[0]));
        WritableMount mount = store.mount(args[1]).readWrite()) {
      for (String line : Files.readAllLines(Path.of(args[2]))) {
        String[] words = line.split(" ", 3);
        edit(mount.root().resolve(words[1]), words[0], words.length > 2 ? words[2] : "");
      }
      mount.changes().forEach(System.out::println);
      Committing commit = mount.commit().message("edited");
      String epoch = System.getenv("SOURCE_DATE_EPOCH"); // makes the same image of the same changes
      if (epoch != null) {
        commit = commit.sourceDate(Instant.ofEpochSecond(Long.parseLong(epoch)));
      }
      Image image = commit.named(args[3]);
      System.out.println(image.id());
    }
  }

  private static void edit(Path path, String command, String argument) throws IOException {
    switch (command) {
      case "write" -> Files.writeString(path, argument + "\n");
      case "append" -> Files.writeString(path, argument + "\n", StandardOpenOption.APPEND);
      case "truncate" -> truncate(path, Long.parseLong(argument));
      case "mkdir" -> Files.createDirectory(path);
      case "mv" -> Files.move(path, path.resolve(argument));
      case "ln" -> Files.createLink(path.resolve(argument), path);
      case "symlink" -> Files.createSymbolicLink(path, path.getFileSystem().getPath(argument));
      case "chmod" -> Files.setAttribute(path, "unix:mode", Integer.parseInt(argument, 8));
      case "chown" -> Files.setAttribute(path, "unix:uid", Integer.parseInt(argument));
      case "touch" ->
          Files.setLastModifiedTime(path, FileTime.from(Long.parseLong(argument), SECONDS));
      case "note" -> Files.setAttribute(path, "user:note", argument.getBytes(UTF_8));
      case "rm" -> delete(path);
      default -> throw new IllegalArgumentException("no such command: " + command);
    }
  }

  private static void truncate(Path path, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
