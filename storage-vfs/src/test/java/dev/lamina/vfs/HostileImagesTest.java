package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lamina.Durability;
import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Mount;
import dev.lamina.Progress;
import dev.lamina.ProgressEvent;
import dev.lamina.ProgressListener;
import dev.lamina.StoreOptions;
import dev.lamina.Tag;
import dev.lamina.contract.TreeListing;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loads images made to do harm into a store that has a harmless one: each is refused with nothing
 * left of it, or shows what it must, and neither the other image nor the host notices.
 */
final class HostileImagesTest {
  private static final String CONTROL = "hostile/control:1";
  private static final String OTHER_NAME = "hostile/another:1"; // As long as the control image's.

  private static Victims victims;

  @TempDir private Path directory;

  @BeforeAll
  static void layVictims() throws IOException {
    victims = Victims.lay();
  }

  @AfterAll
  static void takeVictimsAway() throws IOException {
    victims.close();
  }

  /** A way to load an archive. */
  private interface Loading {
    List<Image> load(ImageStore store, byte[] archive) throws IOException;
  }

  static Stream<Arguments> cases() {
    return HostileCase.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void load_ofAHostileFile_isSafe(String name, HostileCase hostile) throws IOException {
    check(hostile, (store, archive) -> store.load(Archives.file(directory, archive)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void load_ofAHostileStream_isSafe(String name, HostileCase hostile) throws IOException {
    check(hostile, (store, archive) -> store.load(new ByteArrayInputStream(archive)));
  }

  static Stream<Arguments> layouts() {
    // What is named out of the layout cannot be unpacked into it.
    return HostileCase.all()
        .filter(arguments -> arguments.get()[0].toString().startsWith("oci-"))
        .filter(arguments -> !arguments.get()[0].equals("oci-outer-traversal"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layouts")
  void load_ofAHostileDirectory_isSafe(String name, HostileCase hostile) throws IOException {
    check(hostile, (store, archive) -> store.load(Archives.layout(directory, archive)));
  }

  private void check(HostileCase hostile, Loading loading) throws IOException {
    byte[] archive = Archives.unpacked("hostile/" + hostile.name() + ".tar.gz");
    byte[] control = Archives.unpacked("hostile/control.tar.gz");
    try (ImageStore store = open()) {
      ImageId harmless = store.load(new ByteArrayInputStream(control)).get(0).id();
      List<String> tree = tree(store, harmless);
      Map<String, String> before = contents(store);
      List<String> victimsBefore = Victims.state();

      Optional<List<Image>> loaded = load(hostile, loading, store, archive);

      assertThat(loaded.isPresent()).as("accepted").isEqualTo(hostile.accepted());
      if (loaded.isPresent()) {
        assertThat(hostile.mayBeAccepted()).as("may be accepted").isTrue();
        assertTimeoutPreemptively(hostile.limit(), () -> assertShown(hostile, store, loaded.get()));
      } else {
        assertThat(hostile.mayBeRefused()).as("may be refused").isTrue();
        assertThat(contents(store)).isEqualTo(before);
      }
      assertThat(files("staging")).isEmpty();
      assertThat(Victims.state()).isEqualTo(victimsBefore);
      assertThat(tree(store, harmless)).isEqualTo(tree);
      assertUnderOtherName(store, control, harmless);
    }
  }

  private ImageStore open() {
    return VfsImageStore.open(
        directory.resolve("store"), StoreOptions.defaults().durability(Durability.FAST));
  }

  /** Returns what was loaded; nothing if the archive was refused as it should be. */
  private static Optional<List<Image>> load(
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

  private static void assertShown(HostileCase hostile, ImageStore store, List<Image> images)
      throws IOException {
    assertThat(images).isNotEmpty();
    for (Image image : images) {
      try (Mount mount = store.mount(image.id()).readOnly()) {
        for (HostileCase.Entry entry : hostile.entries()) {
          assertShown(entry, mount.root().resolve(entry.path()));
        }
        assertNothingOfTheHost(TreeListing.of(mount.root()), mount.root());
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
  private static void assertNothingOfTheHost(List<String> listing, Path root) throws IOException {
    Path passwd = Path.of("/etc/passwd");
    byte[] host = Files.isReadable(passwd) ? Files.readAllBytes(passwd) : new byte[] {0};
    assertThat(listing).noneMatch(line -> line.contains("= secret") || line.contains("= victim"));
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readAllBytes(path)).as(path.toString()).isNotEqualTo(host);
      }
    }
  }

  private static List<String> tree(ImageStore store, ImageId id) throws IOException {
    try (Mount mount = store.mount(id).readOnly()) {
      return TreeListing.of(mount.root());
    }
  }

  /** Returns the images of a store with their tags, and the files that it keeps for them. */
  private Map<String, String> contents(ImageStore store) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Image image : store.images().all()) {
      contents.put(image.id().toString(), image.tags().toString());
    }
    for (Path file : files("blobs")) {
      contents.put(file.toString(), Long.toString(Files.size(file)));
    }
    for (Path file : files("layers")) {
      contents.put(file.toString(), Long.toString(Files.size(file)));
    }
    return contents;
  }

  private List<Path> files(String part) throws IOException {
    Path top = directory.resolve("store").resolve(part);
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(file -> !file.equals(top) && !Files.isDirectory(file)).toList();
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
  void toDirectory_ofAHostileImage_staysInside(String name, HostileCase hostile)
      throws IOException {
    Path place = Files.createDirectory(directory.resolve("place"));
    List<Path> targets = new ArrayList<>();
    List<String> victimsBefore = Victims.state();
    try (ImageStore store = open()) {
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
    }
    assertThat(Victims.state()).isEqualTo(victimsBefore);
    try (Stream<Path> there = Files.list(place)) {
      assertThat(there).containsExactlyInAnyOrderElementsOf(targets);
    }
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
  void load_thatTakesATag_leavesTheOtherImageByItsIdAndSaysSo() throws IOException {
    List<ProgressEvent> events = new ArrayList<>();
    try (ImageStore store = open()) {
      ImageId harmless = load(store, "control").get(0).id();

      ImageId thief =
          store
              .load(
                  new ByteArrayInputStream(Archives.unpacked("hostile/dm-steal-tag.tar.gz")),
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
  void load_ofOneImageUnderTwoNames_givesItBoth() throws IOException {
    try (ImageStore store = open()) {
      List<Image> images = load(store, "dm-two-images-shared");

      assertThat(images).hasSize(1);
      assertThat(images.get(0).tags())
          .extracting(Tag::toString)
          .containsExactly("hostile/one:1", "hostile/two:1");
    }
  }

  @Test
  void load_ofAPackedArchiveThatIsCutShort_isRefusedAndLeavesNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(Archives.unpacked("hostile/control.tar.gz"));
    }
    byte[] packed = out.toByteArray();
    try (ImageStore store = open()) {
      for (int length = 12; length < packed.length; length += 97) {
        Path archive = Archives.file(directory, Arrays.copyOf(packed, length));

        assertThatThrownBy(() -> store.load(archive))
            .as("%d of %d bytes", length, packed.length)
            .isInstanceOf(InvalidArchiveException.class)
            .hasMessageContaining("damaged");
      }

      assertThat(contents(store)).isEmpty();
      assertThat(files("staging")).isEmpty();
      assertThat(store.load(Archives.file(directory, packed))).hasSize(1);
    }
  }

  private static List<Image> load(ImageStore store, String name) throws IOException {
    return store.load(new ByteArrayInputStream(Archives.unpacked("hostile/" + name + ".tar.gz")));
  }
}
