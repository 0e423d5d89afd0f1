package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.files;
import static dev.lamina.contract.StoreContract.load;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Committing;
import dev.lamina.Container;
import dev.lamina.ContainerNotFoundException;
import dev.lamina.Exporting;
import dev.lamina.HistoryEntry;
import dev.lamina.Image;
import dev.lamina.ImageConfig;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Importing;
import dev.lamina.InvalidArchiveException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Layer;
import dev.lamina.Mount;
import dev.lamina.Platform;
import dev.lamina.RemoveOption;
import dev.lamina.StoreEvent;
import dev.lamina.StoreEvent.Action;
import dev.lamina.Tag;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How images are made here: of root file systems, and of containers. */
public interface ImageMakingContract extends StoreContract {
  /** A root file system. */
  byte[] ROOTFS =
      TarBuilder.tar()
          .directory("etc")
          .file("etc/name", "rootfs")
          .symlink("etc/link", "name")
          .hardLink("etc/hard", "etc/name")
          .build();

  /** The image of the containers. */
  TestImage MADE_FROM =
      TestImage.of(
              TarBuilder.tar()
                  .directory("etc")
                  .file("etc/hosts", "mine")
                  .hardLink("etc/same", "etc/hosts")
                  .file("gone", "x"),
              TarBuilder.tar().file("b", "2").symlink("l", "etc/hosts").whiteout("gone"))
          .label("x")
          .tagged("app:1");

  private ImageStore newStoreWithContainer() {
    ImageStore store = newStore();
    load(store, MADE_FROM);
    store.create("app:1").command("serve", "all").env("A", "1").label("team", "b").named("c1");
    return store;
  }

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static List<String> tree(ImageStore store, String image) {
    try (Mount mount = store.mount(image).readOnly()) {
      return TreeText.of(mount.root());
    }
  }

  private static List<String> eventsAfter(ImageStore store, long number) {
    return store.eventsSince(Instant.EPOCH).stream()
        .filter(event -> event.number() > number)
        .map(EventContract::line)
        .toList();
  }

  private static long lastEvent(ImageStore store) {
    return store.eventsSince(Instant.EPOCH).stream().mapToLong(StoreEvent::number).max().orElse(0);
  }

  @ParameterizedTest
  @EnumSource
  default void importRootfs_archive_isAnImageOfOneLayer(Packing packing) {
    byte[] packed = packing.pack(ROOTFS);
    Path file = write("rootfs.tar", packed);
    try (ImageStore store = newStore()) {
      Instant before = Instant.now();

      Image image = store.importRootfs(file).named("base:1");

      assertThat(image.layers())
          .extracting(Layer::diffId)
          .containsExactly(TestImage.sha256(ROOTFS));
      assertThat(image.tags()).containsExactly(Tag.parse("base:1"));
      assertThat(image.parentId()).isEmpty();
      assertThat(image.platform()).isEqualTo(Platform.host());
      assertThat(image.config()).isEqualTo(ImageConfig.empty());
      assertThat(image.created().orElseThrow()).isBetween(before, Instant.now());
      assertThat(image.lastTagged().orElseThrow()).isBetween(before, Instant.now());
      assertThat(image.comment()).isEqualTo("Imported from " + file);
      assertThat(image.history())
          .containsExactly(
              new HistoryEntry(image.created(), "", "", "Imported from " + file, false));
      assertThat(store.image("base:1")).isEqualTo(image);
      assertThat(tree(store, "base:1"))
          .containsExactly("etc/", "etc/hard = rootfs", "etc/link -> name", "etc/name = rootfs");

      Image streamed = store.importRootfs(stream(packed)).unnamed();
      assertThat(streamed.layers()).isEqualTo(image.layers());
      assertThat(streamed.tags()).isEmpty();
      assertThat(streamed.lastTagged()).isEmpty();
      assertThat(streamed.comment()).isEqualTo("Imported from -");
    }
  }

  @Test
  default void importRootfs_changed_isAsSaid() {
    Platform foreign = Platform.of("linux", "s390x");
    try (ImageStore store = newStore()) {
      Image image =
          store
              .importRootfs(stream(ROOTFS))
              .message("made by hand")
              .platform(foreign)
              .change("CMD [\"/bin/serve\", \"all\"]")
              .change("ENV A=1 B=\"two words\"")
              .change("LABEL team=b")
              .change("USER 1000")
              .change("WORKDIR /srv")
              .named("base");

      assertThat(image.tags()).containsExactly(Tag.parse("base:latest"));
      assertThat(image.platform()).isEqualTo(foreign);
      assertThat(image.comment()).isEqualTo("made by hand");
      assertThat(image.history()).extracting(HistoryEntry::comment).containsExactly("made by hand");
      assertThat(image.config())
          .isEqualTo(
              ImageConfig.builder()
                  .cmd(List.of("/bin/serve", "all"))
                  .env(List.of("A=1", "B=two words"))
                  .labels(Map.of("team", "b"))
                  .user("1000")
                  .workingDir("/srv")
                  .build());
      assertThat(store.images().labelled("team", "b").count()).isEqualTo(1);
    }
  }

  @Test
  default void importRootfs_draft_isNotChangedByItsSteps() {
    Path file = write("rootfs.tar", ROOTFS);
    try (ImageStore store = newStore()) {
      Importing draft = store.importRootfs(file).change("ENV A=1");
      Importing unused = draft.change("ENV B=2").message("x");

      assertThat(draft.unnamed().config().env()).containsExactly("A=1");
      assertThat(draft.named("base:1").comment()).isEqualTo("Imported from " + file);
    }
  }

  @Test
  default void importRootfs_takenName_movesIt() {
    try (ImageStore store = newStore()) {
      load(store, MADE_FROM);
      long before = lastEvent(store);

      Image image = store.importRootfs(stream(ROOTFS)).named("app:1");

      assertThat(store.image("app:1")).isEqualTo(image);
      assertThat(store.image(MADE_FROM.id()).tags()).isEmpty();
      assertThat(eventsAfter(store, before))
          .containsExactly(
              "untag import " + MADE_FROM.id() + " app:1",
              "tag import app:1 app:1",
              "import import " + image.id() + " -");
    }
  }

  @Test
  default void importRootfs_image_isToldOf() {
    try (ImageStore store = newStore()) {
      Image named = store.importRootfs(stream(ROOTFS)).change("LABEL k=v").named("base:1");
      List<StoreEvent> events = store.eventsSince(Instant.EPOCH);
      Image unnamed = store.importRootfs(stream(ROOTFS)).message("other").unnamed();

      assertThat(events)
          .extracting(EventContract::line)
          .containsExactly("tag import base:1 base:1", "import import " + named.id() + " -");
      assertThat(events)
          .allSatisfy(event -> assertThat(event.actor()).isEqualTo(named.id().toString()))
          .allSatisfy(event -> assertThat(event.attributes()).containsEntry("k", "v"));
      assertThat(eventsAfter(store, 2)).containsExactly("import import " + unnamed.id() + " -");
    }
  }

  /** A stream can be read once; that is said instead of making an empty image. */
  @Test
  default void importRootfs_streamUsedTwice_isRefused() {
    try (ImageStore store = newStore()) {
      Importing importing = store.importRootfs(stream(ROOTFS));
      Image first = importing.named("base:1");

      for (ThrowingCallable again :
          List.<ThrowingCallable>of(
              () -> importing.named("base:2"),
              importing::unnamed,
              () -> importing.message("x").unnamed())) {
        assertThatIllegalStateException().isThrownBy(again);
      }
      assertThat(store.images().all()).containsExactly(first);
    }
  }

  @Test
  default void importRootfs_stream_isNotClosed() {
    boolean[] closed = {false};
    FilterInputStream in =
        new FilterInputStream(stream(Packing.BZIP2.pack(ROOTFS))) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    try (ImageStore store = newStore()) {
      Image unused = store.importRootfs(in).unnamed();
    }
    assertThat(closed[0]).isFalse();
  }

  /** What is wrong with an archive. */
  enum BadRootfs {
    /** It is none. */
    NOISE {
      @Override
      byte[] bytes() {
        byte[] noise = new byte[2000];
        Arrays.fill(noise, (byte) 'x');
        return noise;
      }
    },
    /** It ends too early. */
    CUT {
      @Override
      byte[] bytes() {
        return Arrays.copyOf(ROOTFS, 700);
      }
    },
    /** What it was compressed to ends too early. */
    CUT_GZIP {
      @Override
      byte[] bytes() {
        byte[] packed = Packing.GZIP.pack(ROOTFS);
        return Arrays.copyOf(packed, packed.length - 10);
      }
    },
    /** A compressed byte is another one. */
    DAMAGED_XZ {
      @Override
      byte[] bytes() {
        byte[] packed = Packing.XZ.pack(ROOTFS);
        packed[packed.length / 2] ^= 1;
        return packed;
      }
    },
    /** A member is not below the root. */
    ESCAPING {
      @Override
      byte[] bytes() {
        return TarBuilder.tar().file("a", "1").file("../b", "2").build();
      }
    };

    abstract byte[] bytes();
  }

  @ParameterizedTest
  @EnumSource
  default void importRootfs_badArchive_isRefusedAndLeavesNothing(BadRootfs bad) {
    Path file = write("rootfs.tar", bad.bytes());
    try (ImageStore store = newStore()) {
      load(store, MADE_FROM);
      List<String> before = files(store);

      for (Importing importing :
          List.of(store.importRootfs(file), store.importRootfs(stream(bad.bytes())))) {
        assertThatThrownBy(() -> importing.named("app:1"))
            .isInstanceOf(InvalidArchiveException.class);
      }

      assertThat(files(store)).isEqualTo(before);
      assertThat(store.image("app:1").id()).isEqualTo(MADE_FROM.id());
    }
  }

  @Test
  default void importRootfs_badWords_areRefusedBeforeTheArchiveIsRead() {
    try (ImageStore store = newStore()) {
      List<String> before = files(store);
      Importing importing = store.importRootfs(directory().resolve("missing.tar"));

      assertThatThrownBy(() -> importing.named("Base"))
          .isInstanceOf(InvalidReferenceException.class);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> importing.change("RUN x").named("base:1"))
          .withMessage("run is not a valid change command");
      assertThatThrownBy(() -> importing.named("base:1"))
          .isInstanceOf(ImageStoreException.class)
          .hasMessageContaining("missing.tar");
      assertThat(files(store)).isEqualTo(before);
    }
  }

  @Test
  default void commit_container_isItsImageWithOneMoreStep() {
    try (ImageStore store = newStoreWithContainer()) {
      Image from = store.image("app:1");
      Instant before = Instant.now();

      Image image =
          store
              .commit("c1")
              .author("me")
              .message("why")
              .change("LABEL a=b")
              .change("ENV B=2")
              .change("CMD [\"go\"]")
              .named("app:2");

      assertThat(image.parentId()).contains(from.id());
      assertThat(image.layers()).isEqualTo(from.layers());
      assertThat(image.platform()).isEqualTo(from.platform());
      assertThat(image.tags()).containsExactly(Tag.parse("app:2"));
      assertThat(image.author()).isEqualTo("me");
      assertThat(store.inspect("app:2").toJson()).contains("\"Comment\": \"why\"");
      assertThat(image.created().orElseThrow()).isBetween(before, Instant.now());
      assertThat(image.config().cmd()).containsExactly("go");
      assertThat(image.config().env()).contains("A=1", "B=2", "PATH=/bin");
      assertThat(image.config().workingDir()).isEqualTo("/w");
      assertThat(image.config().labels()).isEqualTo(Map.of("which", "x", "team", "b", "a", "b"));
      assertThat(image.history()).startsWith(from.history().toArray(HistoryEntry[]::new));
      assertThat(image.history())
          .hasSize(from.history().size() + 1)
          .endsWith(new HistoryEntry(image.created(), "serve all", "me", "why", true));
      assertThat(store.image("app:2")).isEqualTo(image);
      assertThat(store.image("app:1")).isEqualTo(from);
      assertThat(tree(store, "app:2")).isEqualTo(tree(store, "app:1"));
      assertThat(store.history("app:2").get(1).image()).contains(from.id());
      assertThat(store.info().layers()).isEqualTo(2);
    }
  }

  @Test
  default void commit_saidNothing_hasTheContainersConfiguration() {
    try (ImageStore store = newStoreWithContainer()) {
      Image image = store.commit(store.container("c1").id().shortId()).unnamed();

      assertThat(image.tags()).isEmpty();
      assertThat(image.author()).isEmpty();
      assertThat(image.comment()).isEmpty();
      assertThat(image.config()).isEqualTo(store.container("c1").config());
    }
  }

  @Test
  default void commit_draft_isNotChangedByItsSteps() {
    try (ImageStore store = newStoreWithContainer()) {
      Committing draft = store.commit("c1").author("me");
      Committing unused = draft.author("other").message("x").change("LABEL k=v");

      Image image = draft.unnamed();

      assertThat(image.author()).isEqualTo("me");
      assertThat(image.history()).extracting(HistoryEntry::comment).doesNotContain("x");
      assertThat(image.config().labels()).doesNotContainKey("k");
    }
  }

  @Test
  default void commit_container_isToldOfInTheEnginesOrder() {
    try (ImageStore store = newStoreWithContainer()) {
      Container container = store.container("c1");
      long before = lastEvent(store);

      Image image = store.commit("c1").message("why").named("app:2");

      assertThat(eventsAfter(store, before))
          .containsExactly(
              "create commit " + container.id() + " -",
              "tag commit app:2 app:2",
              "commit commit c1 -");
      List<StoreEvent> events = store.eventsSince(Instant.EPOCH);
      StoreEvent created = events.get(events.size() - 3);
      StoreEvent committed = events.get(events.size() - 1);
      assertThat(created.action()).isEqualTo(Action.CREATE_IMAGE);
      assertThat(created.actor()).isEqualTo(image.id().toString());
      assertThat(committed.actor()).isEqualTo(container.id().toString());
      assertThat(committed.attributes())
          .containsEntry("comment", "why")
          .containsEntry("imageID", image.id().toString())
          .containsEntry("imageRef", "app:2");
    }
  }

  @Test
  default void commit_badWords_areRefusedAndLeaveNothing() {
    try (ImageStore store = newStoreWithContainer()) {
      List<String> before = files(store);

      assertThatThrownBy(() -> store.commit("c1").named("App"))
          .isInstanceOf(InvalidReferenceException.class);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.commit("c1").change("FROM x").unnamed())
          .withMessage("from is not a valid change command");
      assertThat(files(store)).isEqualTo(before);
    }
  }

  @Test
  default void commit_containerWhoseImageIsGone_saysWhichImage() {
    try (ImageStore store = newStoreWithContainer()) {
      Committing begun = store.commit("c1");
      store.remove("app:1", RemoveOption.FORCE);

      for (Committing committing : List.of(begun, store.commit("c1"))) {
        assertThatThrownBy(() -> committing.named("app:2"))
            .isInstanceOf(ImageNotFoundException.class)
            .hasMessage("No such image: " + MADE_FROM.id());
      }
      assertThat(store.images().all()).isEmpty();
    }
  }

  @Test
  default void verbs_containerRemovedBeforeTheLastWord_sayThatItIsGone() {
    Path file = directory().resolve("container.tar");
    try (ImageStore store = newStoreWithContainer()) {
      String id = store.container("c1").id().toString();
      Committing committing = store.commit("c1");
      Exporting exporting = store.export("c1");
      store.removeContainer("c1");
      store.create("app:1").named("c1");
      long before = lastEvent(store);

      for (ThrowingCallable verb :
          List.<ThrowingCallable>of(
              committing::unnamed,
              () -> committing.named("app:2"),
              () -> exporting.to(file),
              () -> exporting.to(new ByteArrayOutputStream()))) {
        assertThatThrownBy(verb).isInstanceOf(ContainerNotFoundException.class);
      }
      assertThat(store.findContainer(id)).isEmpty();
      assertThat(store.images().count()).isEqualTo(1);
      assertThat(eventsAfter(store, before)).isEmpty();
      assertThat(directory()).isEmptyDirectory();
    }
  }

  @Test
  default void verbs_noSuchContainer_sayWhich() {
    try (ImageStore store = newStoreWithContainer()) {
      for (ThrowingCallable verb :
          List.<ThrowingCallable>of(() -> store.commit("no"), () -> store.export("no"))) {
        assertThatThrownBy(verb)
            .isInstanceOf(ContainerNotFoundException.class)
            .hasMessage("No such container: no");
      }
    }
  }

  /** Returns the members of a tar as lines: type, name, and what is in it or where it leads. */
  private static Map<String, String> members(byte[] tar) {
    Map<String, String> members = new LinkedHashMap<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(stream(tar))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String value =
            entry.isDirectory()
                ? "directory"
                : entry.isLink() || entry.isSymbolicLink()
                    ? (entry.isLink() ? "hard " : "") + "-> " + entry.getLinkName()
                    : "= " + new String(in.readAllBytes(), UTF_8);
        assertThat(members.put(entry.getName(), value)).as(entry.getName()).isNull();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return members;
  }

  private static byte[] exported(ImageStore store, String container) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.export(container).to(out);
    return out.toByteArray();
  }

  @Test
  default void export_container_hasTheImagesFilesAndWhatEnginesMake() {
    try (ImageStore store = newStoreWithContainer()) {
      assertThat(members(exported(store, "c1")))
          .containsExactlyInAnyOrderEntriesOf(
              Map.ofEntries(
                  Map.entry(".dockerenv", "= "),
                  Map.entry("b", "= 2"),
                  Map.entry("dev/", "directory"),
                  Map.entry("dev/console", "= "),
                  Map.entry("dev/pts/", "directory"),
                  Map.entry("dev/shm/", "directory"),
                  Map.entry("etc/", "directory"),
                  Map.entry("etc/hostname", "= "),
                  Map.entry("etc/hosts", "= mine"),
                  Map.entry("etc/mtab", "-> /proc/mounts"),
                  Map.entry("etc/resolv.conf", "= "),
                  Map.entry("etc/same", "hard -> etc/hosts"),
                  Map.entry("l", "-> etc/hosts"),
                  Map.entry("proc/", "directory"),
                  Map.entry("sys/", "directory")));
    }
  }

  /** What an image has in the places of the engine. */
  @ParameterizedTest
  @CsvSource({
    ".dockerenv, .dockerenv, = own",
    "etc/mtab, etc/mtab, = own",
    "dev/console, dev/console, = own",
    "dev, dev, = own",
    "proc/x, proc/x, = own",
    "sys, sys, = own",
  })
  default void export_imageThatHasThePlaceItself_keepsItsOwn(
      String path, String member, String value) {
    TestImage image = TestImage.withFile(path, "own").tagged("own:1");
    try (ImageStore store = newStore()) {
      load(store, image);
      store.create("own:1").command("x").named("c1");

      Map<String, String> members = members(exported(store, "c1"));

      assertThat(members).containsEntry(member, value);
      assertThat(members.keySet()).noneMatch(name -> name.startsWith(path + "/"));
    }
  }

  @Test
  default void export_imported_isTheSameTree() {
    try (ImageStore store = newStoreWithContainer()) {
      byte[] tar = exported(store, "c1");
      Image unused = store.importRootfs(stream(tar)).change("CMD x").named("again:1");
      store.create("again:1").named("c2");

      assertThat(tree(store, "again:1"))
          .containsAll(tree(store, "app:1"))
          .contains(".dockerenv = ", "dev/console = ", "etc/mtab -> /proc/mounts");
      assertThat(exported(store, "c2")).isEqualTo(tar);
    }
  }

  @Test
  default void export_again_givesTheSameBytesAndIsToldOf() throws IOException {
    Path target = directory().resolve("container.tar");
    Path beside = write("container.tar.new", new byte[] {2});
    try (ImageStore store = newStoreWithContainer()) {
      long before = lastEvent(store);

      store.export("c1").to(target);

      assertThat(eventsAfter(store, before)).containsExactly("export export c1 -");
      assertThat(Files.readAllBytes(target)).isEqualTo(exported(store, "c1"));
      assertThat(beside).hasBinaryContent(new byte[] {2});
      try (Stream<Path> files = Files.list(directory())) {
        assertThat(files).containsExactlyInAnyOrder(target, beside);
      }
    }
  }

  @Test
  default void export_containerWhoseImageIsGone_isTheSame() {
    try (ImageStore store = newStoreWithContainer()) {
      byte[] before = exported(store, "c1");
      store.remove("app:1", RemoveOption.FORCE);

      assertThat(exported(store, "c1")).isEqualTo(before);
    }
  }

  @Test
  default void verbs_closedStore_areNotBegunNorEnded() {
    ImageStore store = newStoreWithContainer();
    Importing importing = store.importRootfs(stream(ROOTFS));
    Committing committing = store.commit("c1");
    Exporting exporting = store.export("c1");
    store.close();

    for (ThrowingCallable verb :
        List.<ThrowingCallable>of(
            () -> store.importRootfs(stream(ROOTFS)),
            () -> store.importRootfs(directory()),
            () -> store.commit("c1"),
            () -> store.export("c1"),
            importing::unnamed,
            committing::unnamed,
            () -> exporting.to(new ByteArrayOutputStream()))) {
      assertThatIllegalStateException().isThrownBy(verb).withMessageContaining("closed");
    }
  }
}
