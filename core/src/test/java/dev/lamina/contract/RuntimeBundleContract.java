package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Mount;
import dev.lamina.Mounting;
import dev.lamina.WritableMount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runtime bundles of storages that mount by the operating system. */
public interface RuntimeBundleContract extends StoreContract {
  /** An image with users, of which the file is a link that would lead out of the tree. */
  TestImage IMAGE =
      TestImage.of(
              tar()
                  .symlink("etc/passwd", "../../../../../../data/users")
                  .file("data/users", "root:x:0:0::/root:\napp:x:1000:100::/home/app:\n")
                  .file("etc/group", "wheel:x:10:app\n"))
          .tagged("app:1");

  private static String config(Path bundle) throws IOException {
    return Files.readString(bundle.resolve("config.json"));
  }

  private static void makeUsers(ImageStore store, String user) {
    Image unused = store.from("app:1").user(user).named("app:2");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  default void writeRuntimeConfig_ofAnImage_saysWhatItSays() throws IOException {
    Path bundle = directory().resolve("b");
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      try (Mount mount = store.mount("app:1").readOnly()) {
        mount.writeRuntimeConfig(bundle);

        assertThat(config(bundle))
            .contains("\"/bin/sh\"", "\"PATH=/bin\"", "\"cwd\": \"/w\"", "\"HOME=/root\"")
            .contains("\"path\": \"" + mount.root().toRealPath() + "\"", "\"readonly\": true")
            .contains("\"hostname\": \"lamina\"", "\"HOSTNAME=lamina\"")
            .contains("\"dev.lamina.image.id\": \"" + IMAGE.id() + "\"")
            .contains("\"dev.lamina.image.name\": \"app:1\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bundle)))
            .isEqualTo("rwx------");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app       | 1000 | 100 | 100 10 | /home/app",
        "app:wheel | 1000 | 10  | 10     | /home/app",
        "77:78     | 77   | 78  | 78     | /",
      })
  default void writeRuntimeConfig_user_isLookedUpInTheTree(
      String user, String uid, String gid, String groups, String home) throws IOException {
    Path bundle = directory().resolve("b");
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      makeUsers(store, user);
      try (Mount mount = store.mount("app:2").readOnly()) {
        mount.writeRuntimeConfig(bundle);

        assertThat(config(bundle).replaceAll("\\s+", ""))
            .contains(
                "\"user\":{\"uid\":%s,\"gid\":%s,\"additionalGids\":[%s]}"
                    .formatted(uid, gid, groups.replace(' ', ',')))
            .contains("\"HOME=" + home + "\"");
      }
    }
  }

  @Test
  default void writeRuntimeConfig_isThereAlready_staysAsItWas() throws IOException {
    Path bundle = Files.createDirectory(directory().resolve("b"));
    Path config = Files.writeString(bundle.resolve("config.json"), "mine");
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      try (Mount mount = store.mount("app:1").readOnly()) {
        assertThatThrownBy(() -> mount.writeRuntimeConfig(bundle))
            .isInstanceOf(ImageStoreException.class)
            .hasMessage(
                config.toRealPath() + " is there already: delete it, or choose another directory");
      }
      assertThatThrownBy(() -> store.mount("app:1").asOciBundle(bundle))
          .isInstanceOf(ImageStoreException.class);
    }
    assertThat(config).hasContent("mine");
    assertThat(names(bundle)).containsExactly("config.json");
  }

  @Test
  default void writeRuntimeConfig_mountIsClosed_isRefused() {
    Path bundle = directory().resolve("b");
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      Mount readOnly = store.mount("app:1").readOnly();
      Mount readWrite = store.mount("app:1").readWrite();
      readOnly.close();
      readWrite.close();

      for (Mount mount : List.of(readOnly, readWrite)) {
        assertThatThrownBy(() -> mount.writeRuntimeConfig(bundle))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageEndingWith("is closed");
      }
    }
    assertThat(bundle).doesNotExist();
  }

  @Test
  default void asOciBundle_isATreeAndItsConfiguration() throws IOException {
    Path bundle = directory().resolve("new").resolve("bundle");
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      try (WritableMount mount = store.mount("app:1").asOciBundle(bundle)) {
        assertThat(mount.root()).isEqualTo(bundle.toRealPath().resolve("rootfs"));
        assertThat(mount.root().resolve("etc/group")).hasContent("wheel:x:10:app\n");
        assertThat(config(bundle)).contains("\"path\": \"rootfs\"", "\"readonly\": false");
      }
      assertThat(names(bundle)).containsExactly("config.json", "rootfs");
      assertThat(names(bundle.resolve("rootfs"))).isEmpty();
    }
  }

  @Test
  default void asOciBundle_whatCannotBeRun_leavesNothing() {
    Path bundle = directory().resolve("new").resolve("bundle");
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      makeUsers(store, "nobody");
      Mounting mounting = store.mount("app:2");

      assertThatThrownBy(() -> mounting.asOciBundle(bundle))
          .isInstanceOf(ImageStoreException.class)
          .hasMessage("unable to find user nobody: no matching entries in passwd file")
          .hasNoSuppressedExceptions();
    }
    assertThat(bundle.getParent()).doesNotExist();
  }

  @Test
  default void mountContainer_atADirectory_isMountedThereOnly() throws IOException {
    Path bundle = directory().resolve("b");
    Path at = bundle.resolve("rootfs");
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      store.create("app:1").command("serve", "it").hostname("web").user("app").named("c1");
      try (WritableMount mount = store.mountContainer("c1", at);
          WritableMount again = store.mountContainer("c1", at)) {
        mount.writeRuntimeConfig(bundle);

        assertThat(again.root()).isEqualTo(mount.root()).isEqualTo(at.toRealPath());
        assertThat(config(bundle))
            .contains("\"serve\"", "\"HOSTNAME=web\"", "\"uid\": 1000", "\"path\": \"rootfs\"");
        assertThatThrownBy(() -> store.mountContainer("c1", directory().resolve("other")))
            .isInstanceOf(ImageStoreException.class)
            .hasMessageEndingWith(
                "it is mounted at %s already; close that mount first", mount.root());
        assertThat(directory().resolve("other")).doesNotExist();
      }
      try (WritableMount other = store.mountContainer("c1", directory().resolve("other"))) {
        assertThat(other.root()).isEqualTo(directory().toRealPath().resolve("other"));
      }
    }
  }

  @Test
  default void run_aContainer_doesWhatItIsToDo() throws Exception {
    String runtime = HostShell.runtime();
    Path bundle = directory().resolve("b");
    try (ImageStore store = newStore()) {
      load(store, HostShell.image().tagged("shell:1"));
      String script =
          "echo $(id -u 2>/dev/null) $PWD $HOME $HOSTNAME; while read a b; do"
              + " case $a in Uid:|Groups:|CapEff:) echo $a $b;; esac; done < /proc/self/status;"
              + " echo made > /w/file; exit 7";
      store.create("shell:1").command("/bin/sh", "-c", script).user("app").named("c1");
      try (WritableMount mount = store.mountContainer("c1", bundle.resolve("rootfs"))) {
        mount.writeRuntimeConfig(bundle);
        Process process =
            HostShell.start(
                List.of(runtime, "run", "--bundle", bundle.toString(), "lamina-" + mark()));
        String printed;
        try (InputStream out = process.getInputStream()) {
          printed = new String(out.readAllBytes(), UTF_8);
        }

        assertThat(printed)
            .contains("/w /home/app " + store.container("c1").id().shortId())
            .contains("Uid: 1000", "Groups: 10 100", "CapEff: 0000000000000000");
        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(mount.root().resolve("w/file")).hasContent("made\n");
        assertThat(names(mount.root().resolve("dev"))).contains("pts", "shm");
      }
    }
  }

  private static String mark() {
    return Long.toHexString(System.nanoTime());
  }
}
