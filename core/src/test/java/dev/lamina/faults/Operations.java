package dev.lamina.faults;

import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.CheckLevel;
import dev.lamina.Compression;
import dev.lamina.ImageStore;
import dev.lamina.RemoveOption;
import dev.lamina.WritableMount;
import dev.lamina.contract.OciLayout;
import dev.lamina.contract.Packing;
import dev.lamina.contract.StoreContract;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is done to stores while something goes wrong: all that changes one. */
public final class Operations {
  private static final TarBuilder SHARED = tar().directory("etc").file("etc/motd", "hello");
  private static final TestImage OLD =
      TestImage.of(SHARED, tar().file("old", "old").hardLink("older", "old"))
          .tagged("app:1", "app:old");
  private static final TestImage OTHER =
      TestImage.of(SHARED, tar().file("other", "other")).tagged("other:1");
  private static final TestImage NEW =
      TestImage.of(SHARED, tar().whiteout("etc/motd").file("new", "new")).tagged("app:1", "new:1");
  private static final byte[] ROOTFS = tar().file("etc/name", "rootfs").build();
  private static final String OWN = "mine = mine";
  private static final int LONG = 330_000;

  private Operations() {}

  /** Returns those of all storages. */
  static List<Operation> all() {
    return List.of(
        Operation.ofClosed(
                "make a store", store -> {}, (trial, root, s) -> trial.open(root).close())
            .withLeftovers(files -> new FileTree(Map.of(), Map.of())),
        Operation.ofClosed(
                "make a store and load",
                store -> {},
                (trial, root, s) -> {
                  try (ImageStore store = trial.open(root)) {
                    load(store, OLD);
                  }
                })
            .withLeftovers(files -> new FileTree(Map.of(), Map.of())),
        Operation.ofClosed(
                "open with leftovers",
                Operations::withContainer,
                (trial, root, s) -> trial.open(root).close())
            .withLeftovers(Operations::leftovers),
        Operation.of("load docker archive", Operations::two, store -> load(store, NEW, OLD)),
        Operation.of(
            "load gzip layout",
            Operations::two,
            store -> store.load(layout(Packing.GZIP).resolve("layout"))),
        Operation.of(
            "load zstd archive",
            Operations::two,
            store ->
                store.load(new ByteArrayInputStream(OciLayout.of(Packing.ZSTD).with(NEW).tar()))),
        Operation.of("tag", Operations::two, store -> store.tag("other:1").with("app:1", "x:1")),
        Operation.of("untag", Operations::two, store -> store.untag("app:old")),
        Operation.of("remove", Operations::two, store -> store.remove("app:1", RemoveOption.FORCE)),
        Operation.of(
            "remove by ID",
            Operations::two,
            store -> store.remove(OLD.id().toString(), RemoveOption.FORCE)),
        Operation.of("prune", Operations::dangling, store -> store.prune()),
        Operation.of("load and remove the old", Operations::two, Operations::loadInstead)
            .allowing(state -> state.images().size() == 3), // All of them are whole.
        Operation.of(
            "create container", Operations::two, store -> store.create("app:1").named("c2")),
        Operation.of("start container", Operations::withContainer, store -> store.start("c1")),
        Operation.of(
            "remove container", Operations::withContainer, store -> store.removeContainer("c1")),
        Operation.of("write into new container", Operations::newContainer, Operations::write)
            .allowing(Operations::isHalfWritten),
        Operation.of("write into container", Operations::withContainer, Operations::write)
            .allowing(state -> isHalfWritten(state) && state.trees().get("c1").contains(OWN)),
        Operation.of(
            "commit container",
            Operations::withContainer,
            store -> store.commit("c1").named("c:1")),
        Operation.of("commit mount", Operations::two, Operations::commitMount),
        Operation.of(
            "build from",
            Operations::two,
            store ->
                store
                    .from("app:1")
                    .layer(files -> files.file("built", "built"))
                    .compression(Compression.GZIP)
                    .env("A", "1")
                    .named("built:1")),
        Operation.of(
            "import root file system",
            Operations::two,
            store -> store.importRootfs(new ByteArrayInputStream(ROOTFS)).named("base:1")),
        Operation.of(
                "mount without indexes",
                Operations::packed,
                store -> store.mount("app:1").readOnly().close())
            .withLeftovers(files -> without(files, "layers/")),
        Operation.of(
            "rewrite the journal", Operations::longJournal, store -> store.untag("app:old")),
        Operation.of("repair", Operations::packed, Operations::repair)
            .withLeftovers(files -> without(files, "layers/")),
        Operation.of("collect", Operations::withContainer, ImageStore::collect)
            .withLeftovers(Operations::leftovers),
        new Operation(
            "save to a file",
            Operations::packed,
            files -> files,
            (trial, root, store) -> store.save("app:1").to(root.resolveSibling("saved.tar")),
            false,
            state -> false),
        new Operation(
            "save to a directory",
            Operations::packed,
            files -> files,
            (trial, root, store) -> saveTo(store, root.resolveSibling("saved")),
            false,
            state -> false));
  }

  private static void load(ImageStore store, TestImage... images) {
    StoreContract.load(store, images);
  }

  private static void two(ImageStore store) {
    load(store, OLD, OTHER);
  }

  private static void dangling(ImageStore store) {
    load(store, OLD, TestImage.withFile("x", "nameless"));
    load(store, NEW);
  }

  private static void packed(ImageStore store) throws IOException {
    store.load(new ByteArrayInputStream(OciLayout.of(Packing.GZIP).with(OLD).tar()));
  }

  /** Loads two images, and makes a container that has a file of its own. */
  public static void withContainer(ImageStore store) throws IOException {
    two(store);
    store.create("app:1").named("c1");
    try (WritableMount mount = store.mountContainer("c1")) {
      Files.writeString(mount.root().resolve("mine"), "mine");
    }
  }

  private static void newContainer(ImageStore store) {
    two(store);
    store.create("app:1").named("c1");
  }

  private static void longJournal(ImageStore store) {
    two(store);
    for (int i = 0; i < 4; i++) {
      store.create("app:1").label("long", "x".repeat(LONG)).named("long");
      store.removeContainer("long");
    }
  }

  private static void loadInstead(ImageStore store) {
    load(store, NEW);
    store.remove("app:old");
  }

  private static Path layout(Packing packing) throws IOException {
    Path root = Jimfs.newFileSystem(Configuration.unix()).getPath("/");
    OciLayout.of(packing).with(NEW).writeTo(Files.createDirectory(root.resolve("layout")));
    return root;
  }

  private static void write(ImageStore store) throws IOException {
    try (WritableMount mount = store.mountContainer("c1")) {
      Files.writeString(mount.root().resolve("etc/motd"), "changed");
      Files.writeString(mount.root().resolve("new"), "new");
    }
  }

  private static boolean isHalfWritten(Seen seen) {
    List<String> tree = seen.trees().getOrDefault("c1", List.of());
    return tree.contains("old = old");
  }

  private static void commitMount(ImageStore store) throws IOException {
    try (WritableMount mount = store.mount("app:1").readWrite()) {
      Path made = Files.writeString(mount.root().resolve("new"), "new");
      for (Path path : List.of(made, mount.root())) {
        Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH)); // The same each time.
      }
      mount.commit().named("c:1");
    }
  }

  private static void repair(ImageStore store) {
    store.repair(store.check(CheckLevel.DIGESTS));
  }

  private static void saveTo(ImageStore store, Path directory) throws IOException {
    store.save("app:1").ociLayout().to(directory);
  }

  private static FileTree without(FileTree files, String prefix) {
    Map<String, byte[]> left = new TreeMap<>(files.files());
    left.keySet().removeIf(name -> name.startsWith(prefix));
    return new FileTree(files.directories(), left);
  }

  /** What killed processes may leave. */
  private static FileTree leftovers(FileTree tree) {
    Map<String, Boolean> directories = new TreeMap<>(tree.directories());
    Map<String, byte[]> files = new TreeMap<>(tree.files());
    String hex = TestImage.sha256(ROOTFS).hex();
    for (String name :
        List.of(
            "staging/1-a-1",
            "staging/1-a-1/b2",
            "staging/1-a-2",
            "leases/1-a-3",
            "leases/1-a-4",
            "containers/" + hex,
            "containers/" + hex + "/changes")) {
      directories.put(name, true);
    }
    files.put("staging/1-a-1/lock", new byte[0]);
    files.put("staging/1-a-1/b1", ROOTFS);
    files.put("staging/1-a-1/b2/x", ROOTFS);
    files.put("leases/1-a-3/lock", new byte[0]);
    files.put("leases/1-a-3/needs", ("blob sha256:" + hex + "\n").getBytes(US_ASCII));
    files.put("leases/1-a-4/lock", new byte[0]);
    files.put("leases/1-a-4/needs.new", "blob sha2".getBytes(US_ASCII));
    files.put("containers/" + hex + "/lock", new byte[0]);
    files.put("containers/" + hex + "/changes/tree", ROOTFS);
    files.put("blobs/sha256/" + hex, ROOTFS);
    files.put("catalog/journal.new", ROOTFS);
    files.merge("catalog/journal", "7 ab".getBytes(US_ASCII), Operations::concatenated);
    return new FileTree(directories, files);
  }

  private static byte[] concatenated(byte[] one, byte[] other) {
    byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
