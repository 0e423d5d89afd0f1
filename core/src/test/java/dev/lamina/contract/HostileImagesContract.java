package dev.lamina.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lamina.FileChange;
import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Mount;
import dev.lamina.Progress;
import dev.lamina.ProgressEvent;
import dev.lamina.ProgressListener;
import dev.lamina.Tag;
import dev.lamina.WritableMount;
import dev.lamina.internal.io.FileTreeDeleter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loads images made to do harm into a store that has a harmless one: each is refused with nothing
 * left of it, or shows what it must, and neither the other image nor the host notices.
 */
public interface HostileImagesContract extends StoreContract {
  /** The name of the harmless image. */
  String CONTROL = "hostile/control:1";

  /** Another one, as long as the control image's. */
  String OTHER_NAME = "hostile/another:1";

  /** A way to load the bytes of an archive. */
  interface Loading {
    List<Image> load(ImageStore store, byte[] archive) throws IOException;
  }

  /**
   * Returns the names of images that others accept and this storage cannot take, each with what the
   * refusal says.
   */
  default Map<String, String> refusals() {
    return Map.of();
  }

  /** Returns whether links lead to the host's files, as they do in all that a host mounts. */
  default boolean areLinksTheHosts() {
    return false;
  }

  static Stream<Arguments> cases() {
    return HostileCase.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  default void load_ofAHostileFile_isSafe(String name, HostileCase hostile) throws IOException {
    check(hostile, (store, archive) -> store.load(Archives.file(directory(), archive)));
  }

  /** Loads an image in a way, and looks at all that it must not have done. */
  default void check(HostileCase hostile, Loading loading) throws IOException {
    byte[] archive =
        Archives.unpacked(HostileImagesContract.class, "hostile/" + hostile.name() + ".tar.gz");
    byte[] control = Archives.unpacked(HostileImagesContract.class, "hostile/control.tar.gz");
    try (Victims victims = Victims.lay();
        ImageStore store = newStore()) {
      ImageId harmless = store.load(new ByteArrayInputStream(control)).get(0).id();
      List<String> tree = tree(store, harmless);
      Map<String, String> before = contents(store);
      List<String> victimsBefore = victims.state();

      Optional<List<Image>> loaded = load(hostile, loading, store, archive);

      assertThat(loaded.isPresent())
          .as("accepted")
          .isEqualTo(hostile.accepted() && !refusals().containsKey(hostile.name()));
      if (loaded.isPresent()) {
        assertThat(hostile.mayBeAccepted()).as("may be accepted").isTrue();
        assertTimeoutPreemptively(hostile.limit(), () -> assertShown(hostile, store, loaded.get()));
      } else {
        assertThat(hostile.mayBeRefused()).as("may be refused").isTrue();
        assertThat(contents(store)).isEqualTo(before);
      }
      assertThat(StoreContract.files(store)).noneMatch(file -> file.matches("staging/.+"));
      assertThat(victims.state()).isEqualTo(victimsBefore);
      assertThat(tree(store, harmless)).isEqualTo(tree);
      assertUnderOtherName(store, control, harmless);
    }
  }

  /** Returns what was loaded; nothing if the archive was refused as it should be. */
  private Optional<List<Image>> load(
      HostileCase hostile, Loading loading, ImageStore store, byte[] archive) {
    AllocatedBytes allocated = new AllocatedBytes();
    Optional<List<Image>> loaded;
    try {
      loaded =
          Optional.of(
              assertTimeoutPreemptively(hostile.limit(), () -> loading.load(store, archive)));
    } catch (InvalidArchiveException e) {
      assertExplained(hostile, e.getMessage());
      loaded = Optional.empty();
    } catch (ImageStoreException e) {
      assertThat(e).hasMessageContaining(refusals().getOrDefault(hostile.name(), "any refusal"));
      assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(10_000);
      loaded = Optional.empty();
    }
    if (hostile.megabytes() > 0) {
      assertThat(allocated.sum()).isLessThan((long) hostile.megabytes() << 20);
    }
    return loaded;
  }

  private static void assertExplained(HostileCase hostile, String message) {
    assertThat(message).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(2000);
    if (!hostile.words().isEmpty()) {
      assertThat(hostile.words()).as(message).anyMatch(message.toLowerCase(Locale.ROOT)::contains);
    }
  }

  private void assertShown(HostileCase hostile, ImageStore store, List<Image> images)
      throws IOException {
    assertThat(images).isNotEmpty();
    for (Image image : images) {
      try (Mount mount = store.mount(image.id()).readOnly()) {
        for (HostileCase.Entry entry : hostile.entries()) {
          assertShown(entry, mount.root().resolve(entry.path()));
        }
        List<String> listing = TreeListing.of(mount.root());
        assertNothingOfTheHost(listing, mount.root());
        assertNothingChanged(store, image, listing);
      }
    }
  }

  private static void assertShown(HostileCase.Entry entry, Path path) throws IOException {
    if (entry.type().equals("absent")) {
      assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).as(entry.path()).isFalse();
      return;
    }
    Map<String, Object> unix = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) unix.get("mode");
    assertThat(mode >> 12).as(entry.path()).isEqualTo(type(entry.type()));
    if (!entry.mode().isEmpty()) {
      assertThat(mode & 07777).as(entry.path()).isEqualTo(Integer.parseInt(entry.mode(), 8));
    }
    if (!entry.size().isEmpty()) {
      assertThat(unix.get("size")).as(entry.path()).isEqualTo(Long.parseLong(entry.size()));
    }
    if (!entry.content().isEmpty()) {
      assertThat("=" + Files.readString(path)).as(entry.path()).isEqualTo(entry.content());
    }
    if (!entry.target().isEmpty()) {
      assertThat(Files.readSymbolicLink(path)).as(entry.path()).hasToString(entry.target());
    }
  }

  private static int type(String name) {
    return switch (name) {
      case "fifo" -> 001;
      case "dir" -> 004;
      case "file" -> 010;
      case "symlink" -> 012;
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The listing has read every file; what links lead to is looked for here. */
  private void assertNothingOfTheHost(List<String> listing, Path root) throws IOException {
    LinkOption[] links =
        areLinksTheHosts() ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS} : new LinkOption[0];
    Path passwd = Path.of("/etc/passwd");
    byte[] host = Files.isReadable(passwd) ? Files.readAllBytes(passwd) : new byte[] {0};
    assertThat(listing).noneMatch(line -> line.contains("= secret") || line.contains("= victim"));
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.filter(path -> Files.isRegularFile(path, links)).toList()) {
        assertThat(Files.readAllBytes(path)).as(path.toString()).isNotEqualTo(host);
      }
    }
  }

  private static void assertNothingChanged(ImageStore store, Image image, List<String> listing)
      throws IOException {
    try (WritableMount mount = store.mount(image.id()).readWrite();
        Stream<FileChange> changes = mount.changes()) {
      assertThat(TreeListing.of(mount.root())).isEqualTo(listing);
      assertThat(changes).isEmpty();
    }
  }

  private static List<String> tree(ImageStore store, ImageId id) throws IOException {
    try (Mount mount = store.mount(id).readOnly()) {
      return TreeListing.of(mount.root());
    }
  }

  /** Returns the images of a store with their tags, and what it keeps for them. */
  private static Map<String, String> contents(ImageStore store) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Image image : store.images().all()) {
      contents.put(image.id().toString(), image.tags().toString());
    }
    List<Path> kept = new ArrayList<>(children(store, "blobs", 2));
    kept.addAll(children(store, "layers", 1));
    kept.addAll(children(store, "unpacked", 2));
    for (Path file : kept) {
      contents.put(file.toString(), Files.isRegularFile(file) ? "" + Files.size(file) : "");
    }
    return contents;
  }

  /** Returns what is in a part of a store's directory, just so many names deep. */
  private static List<Path> children(ImageStore store, String part, int depth) throws IOException {
    Path top = store.info().root().resolve(part);
    if (!Files.exists(top)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(top, depth)) {
      return files.filter(file -> file.getNameCount() == top.getNameCount() + depth).toList();
    }
  }

  private static void assertUnderOtherName(ImageStore store, byte[] control, ImageId harmless) {
    byte[] renamed =
        new String(control, StandardCharsets.ISO_8859_1)
            .replace(CONTROL, OTHER_NAME)
            .getBytes(StandardCharsets.ISO_8859_1);

    List<Image> images = store.load(new ByteArrayInputStream(renamed));

    assertThat(images).extracting(Image::id).containsExactly(harmless);
    assertThat(store.image(OTHER_NAME).id()).isEqualTo(harmless);
  }

  static Stream<Arguments> accepted() {
    return HostileCase.all().filter(arguments -> ((HostileCase) arguments.get()[1]).accepted());
  }

  /** What cannot be unpacked on a host must say so; nothing else may happen there. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  default void toDirectory_ofAHostileImage_staysInside(String name, HostileCase hostile)
      throws IOException {
    assumeFalse(refusals().containsKey(name), "cannot be loaded: " + refusals().get(name));
    Path place = Files.createDirectory(directory().resolve("place"));
    List<Path> targets = new ArrayList<>();
    try (Victims victims = Victims.lay();
        ImageStore store = newStore()) {
      List<String> victimsBefore = victims.state();
      for (Image image : load(store, hostile.name())) {
        Path target = Files.createDirectory(place.resolve(image.id().digest().hex()));
        targets.add(target);
        try (Mount mount = store.mount(image.id()).readOnly()) {
          mount.export().toDirectory(target);
          assertThat(unpacked(target)).isEqualTo(unpacked(mount.root()));
        } catch (ImageStoreException e) {
          assertThat(e).hasMessageContaining("cannot export image " + image.id());
        }
      }
      assertThat(victims.state()).isEqualTo(victimsBefore);
    }
    try (Stream<Path> there = Files.list(place)) {
      assertThat(there).containsExactlyInAnyOrderElementsOf(targets);
    }
    FileTreeDeleter.delete(place); // JUnit takes minutes for a very deep one.
  }

  /** Returns the paths of what can be unpacked, with what it is. */
  private static List<String> unpacked(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      List<String> lines = new ArrayList<>();
      for (Path path : tree.toList()) {
        BasicFileAttributes file =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!file.isOther() && !path.equals(root)) {
          String links = file.isSymbolicLink() ? " -> " + Files.readSymbolicLink(path) : "";
          String size = file.isRegularFile() ? " " + file.size() : "";
          lines.add(root.relativize(path) + links + size);
        }
      }
      lines.sort(null);
      return lines;
    }
  }

  @Test
  default void load_thatTakesATag_leavesTheOtherImageByItsIdAndSaysSo() throws IOException {
    List<ProgressEvent> events = new ArrayList<>();
    try (ImageStore store = newStore()) {
      ImageId harmless = load(store, "control").get(0).id();

      ImageId thief =
          store
              .load(
                  new ByteArrayInputStream(
                      Archives.unpacked(
                          HostileImagesContract.class, "hostile/dm-steal-tag.tar.gz")),
                  Progress.to(
                      event -> {
                        events.add(event);
                        return ProgressListener.Answer.CONTINUE;
                      }))
              .get(0)
              .id();

      assertThat(store.image(CONTROL).id()).isEqualTo(thief);
      assertThat(store.image(harmless).tags()).isEmpty();
      assertThat(tree(store, harmless)).isNotEmpty();
      assertThat(events).contains(new ProgressEvent.TagMoved(Tag.parse(CONTROL), harmless, thief));
    }
  }

  @Test
  default void load_ofOneImageUnderTwoNames_givesItBoth() throws IOException {
    try (ImageStore store = newStore()) {
      List<Image> images = load(store, "dm-two-images-shared");

      assertThat(images).hasSize(1);
      assertThat(images.get(0).tags())
          .extracting(Tag::toString)
          .containsExactly("hostile/one:1", "hostile/two:1");
    }
  }

  @Test
  default void load_ofAPackedArchiveThatIsCutShort_isRefusedAndLeavesNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(Archives.unpacked(HostileImagesContract.class, "hostile/control.tar.gz"));
    }
    byte[] packed = out.toByteArray();
    try (ImageStore store = newStore()) {
      for (int length = 12; length < packed.length; length += 97) {
        Path archive = Archives.file(directory(), Arrays.copyOf(packed, length));

        assertThatThrownBy(() -> store.load(archive))
            .as("%d of %d bytes", length, packed.length)
            .isInstanceOf(InvalidArchiveException.class)
            .hasMessageContaining("damaged");
      }

      assertThat(contents(store)).isEmpty();
      assertThat(StoreContract.files(store)).noneMatch(file -> file.matches("staging/.+"));
      assertThat(store.load(Archives.file(directory(), packed))).hasSize(1);
    }
  }

  private static List<Image> load(ImageStore store, String name) throws IOException {
    return store.load(
        new ByteArrayInputStream(
            Archives.unpacked(HostileImagesContract.class, "hostile/" + name + ".tar.gz")));
  }
}
