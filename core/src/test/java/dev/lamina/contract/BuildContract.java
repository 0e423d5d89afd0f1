package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.files;
import static dev.lamina.contract.StoreContract.load;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Building;
import dev.lamina.Building.LayerPlan;
import dev.lamina.Compression;
import dev.lamina.HistoryEntry;
import dev.lamina.Image;
import dev.lamina.ImageConfig;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Layer;
import dev.lamina.LayerContents;
import dev.lamina.Mount;
import dev.lamina.Platform;
import dev.lamina.StoreEvent;
import dev.lamina.Tag;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How images are made of other ones, or of nothing, without a container. */
public interface BuildContract extends StoreContract {
  /** When what is made here is made, where that is said. */
  Instant DATE = Instant.parse("2024-02-03T04:05:06Z");

  /** What most images are made from here. */
  TestImage BASE =
      TestImage.of(
              TarBuilder.tar()
                  .directory("etc")
                  .mode(0750)
                  .owner(7, 8)
                  .file("etc/motd", "hello")
                  .directory("usr")
                  .directory("usr/bin")
                  .mode(0711)
                  .symlink("bin", "usr/bin"),
              TarBuilder.tar().directory("data").file("data/old", "1").file("data/older", "2"))
          .label("base")
          .tagged("base:1");

  /** Opens a new store that has the base. */
  default ImageStore newStoreWithBase() {
    ImageStore store = newStore();
    load(store, BASE);
    return store;
  }

  /** Returns an image's files, as text. */
  static List<String> tree(ImageStore store, String image) {
    try (Mount mount = store.mount(image).readOnly()) {
      return TreeText.of(mount.root());
    }
  }

  /** Returns mode, owner and time of what is at a path. */
  static String attributes(ImageStore store, String image, String path) {
    try (Mount mount = store.mount(image).readOnly()) {
      Map<String, Object> all =
          Files.readAttributes(
              mount.root().resolve(path),
              "unix:mode,uid,gid,lastModifiedTime",
              LinkOption.NOFOLLOW_LINKS);
      return "%o %s:%s %s"
          .formatted(
              (int) all.get("mode") & 07777,
              all.get("uid"),
              all.get("gid"),
              all.get("lastModifiedTime"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] saved(ImageStore store, String... images) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.save(images).to(out);
    return out.toByteArray();
  }

  @Test
  default void layer_entriesOfAllTypes_areReadThroughAMount() {
    try (ImageStore store = newStoreWithBase()) {
      Image base = store.image("base:1");

      Image image =
          store
              .from("base:1")
              .sourceDate(DATE)
              .layer(
                  files ->
                      files
                          .directory("/srv/")
                          .mode(01777)
                          .file("/srv/b/text", "grüße")
                          .owner(1000, 1001)
                          .mode(0600)
                          .time(Instant.parse("2020-01-01T00:00:00.5Z"))
                          .file("srv/bytes", new byte[] {1, 2})
                          .symlink("/srv/link", "../etc/motd")
                          .hardLink("/a", "/srv/bytes")
                          .fifo("/srv/pipe"))
              .named("app:1");

      assertThat(tree(store, "app:1"))
          .containsExactly(
              "a = \u0001\u0002",
              "bin -> usr/bin",
              "data/",
              "data/old = 1",
              "data/older = 2",
              "etc/",
              "etc/motd = hello",
              "srv/",
              "srv/b/",
              "srv/b/text = grüße",
              "srv/bytes = \u0001\u0002",
              "srv/link -> ../etc/motd",
              "srv/pipe ?",
              "usr/",
              "usr/bin/");
      assertThat(attributes(store, "app:1", "srv")).isEqualTo("1777 0:0 2024-02-03T04:05:06Z");
      assertThat(attributes(store, "app:1", "srv/b")).isEqualTo("755 0:0 2024-02-03T04:05:06Z");
      assertThat(attributes(store, "app:1", "srv/b/text"))
          .isEqualTo("600 1000:1001 2020-01-01T00:00:00.5Z");
      assertThat(attributes(store, "app:1", "a")).isEqualTo("644 0:0 2024-02-03T04:05:06Z");
      assertThat(image.layers()).startsWith(base.layers().toArray(Layer[]::new)).hasSize(3);
      assertThat(store.image("app:1")).isEqualTo(image);
      assertThat(store.image("base:1")).isEqualTo(base);
    }
  }

  @Test
  default void layer_ofOneStep_isTheBasesChild() {
    try (ImageStore store = newStoreWithBase()) {
      Image base = store.image("base:1");
      Instant before = Instant.now();

      Image image =
          store
              .from(Tag.parse("base:1"))
              .layer(files -> files.file("/x", "1").file("/y", "2").remove("/data"))
              .author("me")
              .message("why")
              .named("app:1");

      assertThat(image.parentId()).contains(base.id());
      assertThat(image.created().orElseThrow()).isBetween(before, Instant.now());
      assertThat(image.platform()).isEqualTo(base.platform());
      assertThat(image.config()).isEqualTo(base.config());
      assertThat(image.author()).isEqualTo("me");
      assertThat(image.comment()).isEqualTo("why");
      assertThat(image.history())
          .startsWith(base.history().toArray(HistoryEntry[]::new))
          .hasSize(3)
          .endsWith(new HistoryEntry(image.created(), "ADD /x and 2 more", "me", "why", false));
      assertThat(store.history("app:1").get(1).image()).contains(base.id());
    }
  }

  /** Whoever loads the two again takes a parent of more than one step for a wrong one. */
  @ParameterizedTest
  @EnumSource
  default void layers_savedAndLoadedAgain_areTheSameImage(Compression compression) {
    try (ImageStore store = newStoreWithBase();
        ImageStore other = newStore()) {
      Image one =
          store
              .from("base:1")
              .compression(compression)
              .layer(files -> files.file("/x", "1"))
              .named("app:1");
      Image two =
          store
              .from("app:1")
              .compression(compression)
              .layer(files -> files.file("/x", "2".repeat(100_000)).remove("/data/old"))
              .layer(files -> files.hardLink("/z", named(files, "/y")))
              .named("app:2");

      List<Image> loaded =
          other.load(new ByteArrayInputStream(saved(store, "base:1", "app:1", "app:2")));

      assertThat(two.parentId()).isEmpty();
      assertThat(other.image("app:1").layers()).isEqualTo(store.image("app:1").layers());
      assertThat(StoreContract.ids(loaded)).contains(one.id(), two.id());
      assertThat(tree(other, "app:2")).isEqualTo(tree(store, "app:2")).contains("z = y", "y = y");
      assertThat(other.image("app:1").parentId()).contains(BASE.id());
    }
  }

  /** Adds a file that holds its own name, and returns its path. */
  private static String named(LayerContents files, String path) {
    files.file(path, path.substring(1));
    return path;
  }

  @Test
  default void fromScratch_layer_isTheWholeImage() {
    try (ImageStore store = newStore()) {
      Image image =
          store
              .fromScratch()
              .layer(files -> files.file("/app/run", "x").mode(0755).remove("/nothing"))
              .entrypoint("/app/run")
              .named("app:1");

      assertThat(tree(store, "app:1")).containsExactly("app/", "app/run = x");
      assertThat(image.platform()).isEqualTo(Platform.host());
      assertThat(image.parentId()).isEmpty();
      assertThat(image.layers()).hasSize(1);
      assertThat(image.config())
          .isEqualTo(ImageConfig.builder().entrypoint(List.of("/app/run")).build());
      Platform foreign = Platform.of("linux", "s390x");
      assertThat(store.fromScratch().platform(foreign).unnamed().platform()).isEqualTo(foreign);
    }
  }

  /** An engine that unpacks a layer would make up directories on the way that it does not have. */
  @Test
  default void layer_directoriesOnTheWay_areWrittenAsTheyAreBelow() {
    try (ImageStore store = newStoreWithBase()) {
      Image unused = store.from("base:1").layer(f -> f.file("/etc/x/y", "1")).named("app:1");
      Image alone = store.from("app:1").withoutLayers(0, 2).named("alone:1");

      assertThat(attributes(store, "app:1", "etc")).startsWith("750 7:8 ");
      assertThat(attributes(store, "alone:1", "etc")).startsWith("750 7:8 2024-01-01");
      assertThat(attributes(store, "alone:1", "etc/x")).startsWith("755 0:0 ");
      assertThat(alone.layers()).hasSize(1);
    }
  }

  @Test
  default void layer_linksToDirectories_areFollowed() throws IOException {
    Path tools = Files.createDirectory(directory().resolve("tools"));
    Files.writeString(tools.resolve("three"), "3");
    try (ImageStore store = newStoreWithBase()) {
      Image unused =
          store
              .from("base:1")
              .layer(
                  files ->
                      files.file("/bin/one", "1").directory("/bin").mode(0700).tree(tools, "bin"))
              .layer(files -> files.remove("/bin/one").file("/bin/two", "2"))
              .layer(files -> files.remove("/bin").symlink("/bin", "data"))
              .named("app:1");

      assertThat(tree(store, "app:1"))
          .contains("bin -> data", "usr/bin/three = 3", "usr/bin/two = 2")
          .doesNotContain("usr/bin/one = 1");
      assertThat(attributes(store, "app:1", "usr/bin")).startsWith("700 0:0 ");
    }
  }

  @Test
  default void layer_removals_hideWhatIsBelow() {
    try (ImageStore store = newStoreWithBase()) {
      Image unused =
          store
              .from("base:1")
              .layer(files -> files.remove("/etc").remove("/nothing/here").opaque("/data"))
              .named("app:1");
      unused =
          store
              .from("base:1")
              .layer(files -> files.remove("/data").file("/data/new", "1").opaque("/usr"))
              .named("app:2");
      unused =
          store
              .from("base:1")
              .layer(files -> files.opaque("/").file("/data/new", "1"))
              .named("app:3");
      unused =
          store
              .from("base:1")
              .layer(files -> files.file("/etc", "now a file").remove("/data/old"))
              .named("app:4");

      assertThat(tree(store, "app:1"))
          .containsExactly("bin -> usr/bin", "data/", "usr/", "usr/bin/");
      assertThat(tree(store, "app:2"))
          .containsExactly(
              "bin -> usr/bin", "data/", "data/new = 1", "etc/", "etc/motd = hello", "usr/");
      assertThat(tree(store, "app:3")).containsExactly("data/", "data/new = 1");
      assertThat(tree(store, "app:4"))
          .contains("etc = now a file", "data/older = 2")
          .doesNotContain("etc/motd = hello", "data/old = 1");
    }
  }

  @Test
  default void layer_entryToldTwice_isTheLaterOne() {
    try (ImageStore store = newStore()) {
      Image image =
          store
              .fromScratch()
              .layer(
                  files ->
                      files
                          .file("/a", "1")
                          .hardLink("/b", "/a")
                          .symlink("/a", "b")
                          .file("/c/d", "2")
                          .remove("/c")
                          .file("/c", "3"))
              .named("app:1");

      assertThat(tree(store, "app:1")).containsExactly("a -> b", "b = 1", "c = 3");
      assertThat(image.history())
          .extracting(HistoryEntry::createdBy)
          .containsExactly("ADD /a and 5 more");
    }
  }

  @Test
  default void copy_filesOfThisMachine_areRootsAndKeepModeAndTime() throws IOException {
    Path source = Files.createDirectories(directory().resolve("src/sub"));
    Path file = Files.writeString(source.resolve("gr\u00fc\u00dfe"), "1");
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(DATE));
    Files.createLink(source.resolve("same"), file);
    Files.createSymbolicLink(source.resolve("link"), Path.of("gr\u00fc\u00dfe"));
    Files.setAttribute(file, "unix:mode", 0640);
    Files.setAttribute(source, "unix:mode", 0710);
    try (ImageStore store = newStore()) {
      Image unused =
          store
              .fromScratch()
              .layer(files -> files.copy(file, "/one").tree(source.getParent(), "/all"))
              .named("app:1");
      unused = store.fromScratch().layer(f -> f.tree(source, "/").owner(5, 6)).named("app:2");

      assertThat(tree(store, "app:1"))
          .containsExactly(
              "all/",
              "all/sub/",
              "all/sub/gr\u00fc\u00dfe = 1",
              "all/sub/link -> gr\u00fc\u00dfe",
              "all/sub/same = 1",
              "one = 1");
      assertThat(attributes(store, "app:1", "one")).isEqualTo("640 0:0 2024-02-03T04:05:06Z");
      assertThat(attributes(store, "app:1", "all/sub")).startsWith("710 0:0 ");
      assertThat(attributes(store, "app:2", "same")).startsWith("640 5:6 ");
      assertThat(store.image("app:2").size())
          .isEqualTo(1 + "gr\u00fc\u00dfe".getBytes(UTF_8).length);
      try (Mount mount = store.mount("app:1").readOnly()) {
        assertThat(Files.getAttribute(mount.root().resolve("all/sub/same"), "unix:nlink"))
            .isEqualTo(2);
      }
    }
  }

  @Test
  default void copy_filesOfAnImage_keepAllThatTheyHave() {
    TestImage rich =
        TestImage.of(
                TarBuilder.tar()
                    .directory("d")
                    .mode(0700)
                    .owner(70, 80)
                    .file("d/f", "1")
                    .mode(04751)
                    .owner(7, 8)
                    .xattr("user.note", "n".getBytes(UTF_8))
                    .hardLink("d/g", "d/f")
                    .symlink("d/l", "f")
                    .characterDevice("d/null", 1, 3)
                    .fifo("d/p"))
            .tagged("rich:1");
    try (ImageStore store = newStore()) {
      load(store, rich);
      try (Mount from = store.mount("rich:1").readOnly()) {
        Image unused =
            store
                .fromScratch()
                .layer(files -> files.tree(from.root().resolve("d"), "/d"))
                .named("app:1");
      }

      assertThat(tree(store, "app:1")).isEqualTo(tree(store, "rich:1"));
      for (String path : List.of("d", "d/f", "d/g", "d/l", "d/null", "d/p")) {
        assertThat(attributes(store, "app:1", path)).isEqualTo(attributes(store, "rich:1", path));
      }
      try (Mount mount = store.mount("app:1").readOnly()) {
        Path copy = mount.root().resolve("d");
        assertThat(Files.readAttributes(copy.resolve("f"), "user:note"))
            .hasEntrySatisfying(
                "note", value -> assertThat((byte[]) value).isEqualTo(new byte[] {'n'}));
        assertThat(Files.getAttribute(copy.resolve("null"), "unix:rdev", LinkOption.NOFOLLOW_LINKS))
            .isEqualTo((long) (1 << 8 | 3));
        assertThat(Files.getAttribute(copy.resolve("g"), "unix:nlink")).isEqualTo(2);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What no layer can hold, with what is said then. */
  enum WrongEntry {
    /** A path that leads out. */
    ESCAPING(files -> files.file("/../x", ""), "invalid path in an image: \"/../x\""),
    /** A path that is none. */
    EMPTY_NAME(files -> files.file("/a//x", ""), "invalid path in an image: \"/a//x\""),
    /** A path with a byte that no file system has. */
    NUL(files -> files.directory("a\0b"), "invalid path in an image: \"a\\x00b\""),
    /** A whiteout. */
    WHITEOUT(files -> files.file("/a/.wh.x", ""), "would be taken for the removal of a file"),
    /** A file in a file. */
    IN_A_FILE(files -> files.file("/a", "").file("/a/b", ""), "/a/b cannot be in /a"),
    /** A file that must be a directory. */
    OVER_A_DIRECTORY(files -> files.file("/a/b", "").file("/a", ""), "/a must be a directory"),
    /** A root that is a file. */
    ROOT(files -> files.file("/", ""), "must be a directory"),
    /** A link to nothing. */
    DANGLING_LINK(files -> files.hardLink("/a", "/b"), "/b is no file that was told before"),
    /** A link to a directory. */
    DIRECTORY_LINK(files -> files.directory("/b").hardLink("/a", "/b"), "/b is no file"),
    /** A link without a target. */
    EMPTY_LINK(files -> files.symlink("/a", ""), "a symbolic link's target is not empty"),
    /** A mode with a type. */
    MODE(files -> files.file("/a", "").mode(0100644), "mode out of range: 0100644"),
    /** An owner that nobody is. */
    OWNER(files -> files.file("/a", "").owner(-1, 0), "uid out of range: -1"),
    /** What overlayfs takes for a whiteout. */
    OVERLAY_MARK(files -> files.characterDevice("/a", 0, 0), "a character device 0:0"),
    /** A device that Linux does not have. */
    DEVICE(files -> files.blockDevice("/a", 1 << 20, 0), "device number out of range: 1048576:0"),
    /** An attribute that images do not keep. */
    XATTR(files -> files.file("/a", "").xattr("trusted.x", new byte[0]), "trusted.x"),
    /** An attribute that overlayfs obeys. */
    OVERLAY_XATTR(
        files -> files.file("/a", "").xattr("user.overlay.x", new byte[0]), "user.overlay");

    private final UnaryOperator<LayerContents> contents;
    private final String message;

    WrongEntry(UnaryOperator<LayerContents> contents, String message) {
      this.contents = contents;
      this.message = message;
    }
  }

  @ParameterizedTest
  @EnumSource
  default void layer_wrongEntry_isRefusedAndLeavesNothing(WrongEntry wrong) {
    try (ImageStore store = newStoreWithBase()) {
      List<String> before = files(store);

      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  store
                      .from("base:1")
                      .layer(files -> files.file("/first", "1"))
                      .layer(
                          files -> {
                            LayerContents unused = wrong.contents.apply(files);
                          })
                      .named("app:1"))
          .withMessageContaining(wrong.message);
      assertThat(files(store)).isEqualTo(before);
    }
  }

  @Test
  default void layer_noEntryToChange_isRefused() {
    try (ImageStore store = newStoreWithBase()) {
      for (LayerPlan plan :
          List.<LayerPlan>of(
              files -> files.mode(0644),
              files -> files.file("/a", "").remove("/b").owner(1, 1),
              files -> files.opaque("/etc").time(DATE))) {
        assertThatThrownBy(() -> store.from("base:1").layer(plan).named("app:1"))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("no last entry");
      }
    }
  }

  @Test
  default void layer_sourceThatFails_leavesTheStoreAsItWas() throws IOException {
    Path growing = directory().resolve("growing");
    Path shrinking = directory().resolve("shrinking");
    Path vanishing = directory().resolve("vanishing");
    Path plain = write("plain", new byte[1]);
    try (ImageStore store = newStoreWithBase()) {
      List<String> before = files(store);
      Map<LayerPlan, String> plans =
          Map.of(
              files -> {
                Files.writeString(growing, "x".repeat(600_000));
                files.copy(growing, "/a");
                Files.writeString(growing, "x".repeat(600_001));
              },
              "growing changed while it was copied: it had 600000 bytes, and now has more",
              files -> {
                Files.writeString(shrinking, "x".repeat(600_000));
                files.copy(shrinking, "/a");
                Files.writeString(shrinking, "x");
              },
              "shrinking changed while it was copied: it had 600000 bytes, and now has 1",
              files -> {
                Files.writeString(vanishing, "x");
                files.copy(vanishing, "/a");
                Files.delete(vanishing);
              },
              "NoSuchFileException " + vanishing,
              files -> files.copy(directory().resolve("missing"), "/a"),
              "missing",
              files -> files.tree(plain, "/a"),
              "NotDirectoryException " + plain,
              files -> files.copy(directory(), "/a"),
              "is a directory: copy it by tree",
              files -> files.file("/etc/motd/x", "1"),
              "/etc/motd: is no directory in the layers below: remove it first");

      plans.forEach(
          (plan, message) ->
              assertThatThrownBy(
                      () ->
                          store
                              .from("base:1")
                              .layer(files -> files.file("/first", "1"))
                              .layer(plan)
                              .named("base:1"))
                  .isInstanceOf(ImageStoreException.class)
                  .hasMessageContaining(message));
      assertThat(files(store)).isEqualTo(before);
      assertThat(store.image("base:1").id()).isEqualTo(BASE.id());
    }
  }

  @Test
  default void base_gone_isRefusedAndLeavesNothing() {
    try (ImageStore store = newStoreWithBase()) {
      Building late = store.from("base:1").layer(files -> files.file("/x", "1"));
      Building during =
          store
              .from("base:1")
              .layer(
                  files -> {
                    files.file("/x", "1");
                    store.remove("base:1");
                  });

      assertThatThrownBy(() -> during.named("app:1")).isInstanceOf(ImageNotFoundException.class);
      assertThatThrownBy(() -> late.named("app:1")).isInstanceOf(ImageNotFoundException.class);
      assertThatThrownBy(() -> store.from("base:1")).isInstanceOf(ImageNotFoundException.class);
      assertThat(store.images().count()).isZero();
      assertThat(store.info().layers()).isZero();
    }
  }

  @Test
  default void config_steps_areToldInTheHistory() {
    try (ImageStore store = newStoreWithBase()) {
      Image image =
          store
              .from("base:1")
              .cmd("a", "b c")
              .entrypoint("/bin/serve", "--q=\"x\"")
              .env("A", "$PATH=1")
              .env("PATH", "/new")
              .label("k", "v w")
              .user("1000:1000")
              .workingDirectory("sub")
              .expose("8080")
              .volume("/data")
              .change("ENV B=$A")
              .change("STOPSIGNAL SIGINT")
              .named("app:1");

      assertThat(image.config())
          .isEqualTo(
              ImageConfig.builder()
                  .env(List.of("PATH=/new", "A=$PATH=1", "B=$PATH=1"))
                  .entrypoint(List.of("/bin/serve", "--q=\"x\""))
                  .cmd(List.of("a", "b c"))
                  .labels(Map.of("which", "base", "k", "v w"))
                  .user("1000:1000")
                  .workingDir("/w/sub")
                  .exposedPorts(new java.util.TreeSet<>(List.of("8080/tcp")))
                  .volumes(new java.util.TreeSet<>(List.of("/data")))
                  .stopSignal("SIGINT")
                  .build());
      assertThat(image.history())
          .filteredOn(HistoryEntry::emptyLayer)
          .extracting(HistoryEntry::createdBy)
          .containsExactly(
              "CMD [\"a\" \"b c\"]",
              "ENTRYPOINT [\"/bin/serve\" \"--q=\\\"x\\\"\"]",
              "ENV A=$PATH=1",
              "ENV PATH=/new",
              "LABEL k=v w",
              "USER 1000:1000",
              "WORKDIR sub",
              "EXPOSE [8080/tcp]",
              "VOLUME [/data]",
              "ENV B=$A",
              "STOPSIGNAL SIGINT");
      assertThat(store.from("base:1").entrypoint("x").unnamed().config().cmd()).isEmpty();
    }
  }

  @Test
  default void config_wrongStep_isRefused() {
    try (ImageStore store = newStoreWithBase()) {
      List<String> before = files(store);
      Building building = store.from("base:1").layer(files -> files.copy(Path.of("/none"), "/x"));

      for (ThrowingCallable wrong :
          List.<ThrowingCallable>of(
              () -> building.expose("x"),
              () -> building.env("", "x"),
              () -> building.env("A=B", "x"),
              () -> building.label("", "x"),
              () -> building.volume(""),
              () -> building.workingDirectory(""),
              () -> building.change("RUN x").named("app:1"))) {
        assertThatIllegalArgumentException().isThrownBy(wrong);
      }
      assertThatThrownBy(() -> building.named("App")).isInstanceOf(InvalidReferenceException.class);
      assertThat(files(store)).isEqualTo(before);
    }
  }

  @Test
  default void building_draft_isNotChangedByItsSteps() {
    try (ImageStore store = newStoreWithBase()) {
      Building draft = store.from("base:1").author("me").sourceDate(DATE);
      Building unused = draft.author("other").env("A", "1").layer(files -> files.file("/x", "1"));

      Image image = draft.unnamed();

      assertThat(image.author()).isEqualTo("me");
      assertThat(image.layers()).isEqualTo(store.image("base:1").layers());
      assertThat(image.created()).contains(DATE);
      assertThat(image.tags()).isEmpty();
      assertThat(draft.named("app:1").id()).isEqualTo(image.id());
    }
  }

  @Test
  default void building_image_isToldOf() {
    try (ImageStore store = newStoreWithBase()) {
      long last =
          store.eventsSince(Instant.EPOCH).stream().mapToLong(StoreEvent::number).max().orElse(0);

      Image image = store.from("base:1").label("k", "v").named("base:1");

      assertThat(store.eventsSince(Instant.EPOCH))
          .filteredOn(event -> event.number() > last)
          .extracting(EventContract::line)
          .containsExactly(
              "create create " + image.id() + " -",
              "untag create " + BASE.id() + " base:1",
              "tag create base:1 base:1");
    }
  }
}
