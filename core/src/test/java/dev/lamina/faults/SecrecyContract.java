package dev.lamina.faults;

import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.CheckLevel;
import dev.lamina.ImageStore;
import dev.lamina.RemoveOption;
import dev.lamina.StoreOptions;
import dev.lamina.WritableMount;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever goes wrong, logs and errors tell nothing of what is in images and containers: no value
 * of the environment, label or argument of a build, and no content. Names of files are told where
 * something is wrong with the file, but are never logged.
 */
public interface SecrecyContract {
  /** A part of all that is secret, and of nothing else. */
  String SECRET = "hunter2";

  /** A part of names of files. */
  String NAME = "swordfish";

  /** What is heard in a test. */
  ThreadLocal<Heard> HEARD = new ThreadLocal<>();

  /** Returns how to open a store. */
  Opening opening();

  @BeforeEach
  default void listen() {
    HEARD.set(new Heard());
  }

  @AfterEach
  default void stopListening() {
    HEARD.get().close();
  }

  /** Returns a configuration that has secrets wherever it can have some. */
  private static String config(byte[] layer) {
    return """
    {"architecture":"amd64","os":"linux","author":"SECRET","comment":"SECRET",\
    "config":{"Env":["TOKEN=SECRET","SECRET"],"Labels":{"key":"SECRET"},"Cmd":["run","SECRET"],\
    "Entrypoint":["SECRET"],"User":"SECRET","WorkingDir":"/SECRET","StopSignal":"SECRET",\
    "ExposedPorts":{"SECRET":{}},"Volumes":{"/SECRET":{}},"OnBuild":["RUN SECRET"],\
    "Healthcheck":{"Test":["CMD","SECRET"]}},\
    "history":[{"created_by":"RUN |1 TOKEN=SECRET /bin/sh -c SECRET","comment":"SECRET"}],\
    "rootfs":{"type":"layers","diff_ids":["%s"]},"other":"SECRET"}\
    """
        .formatted(TestImage.sha256(layer))
        .replace("SECRET", SECRET);
  }

  private static byte[] layer() {
    return tar()
        .directory(NAME)
        .file(NAME + "/" + NAME, SECRET.repeat(100))
        .symlink(NAME + "/link", SECRET)
        .xattr("user.x", SECRET.getBytes(UTF_8))
        .build();
  }

  private static byte[] archive(byte[] config, byte[] layer) {
    String manifest =
        """
        [{"Config":"c.json","RepoTags":["secret:1"],"Layers":["l.tar"]}]""";
    return tar()
        .file("manifest.json", manifest)
        .file("c.json", config)
        .file("l.tar", layer)
        .build();
  }

  private static byte[] archive() {
    return archive(config(layer()).getBytes(UTF_8), layer());
  }

  /** How bytes are damaged at some place. */
  enum Damage {
    /** One is another one. */
    CHANGED {
      @Override
      byte[] of(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) (bytes[at] == 'x' ? 'y' : 'x');
        return changed;
      }
    },
    /** One is gone. */
    TAKEN {
      @Override
      byte[] of(byte[] bytes, int at) {
        byte[] left = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, left, at, left.length - at);
        return left;
      }
    },
    /** So are all that follow. */
    CUT {
      @Override
      byte[] of(byte[] bytes, int at) {
        return Arrays.copyOf(bytes, at);
      }
    };

    abstract byte[] of(byte[] bytes, int at);
  }

  private static void load(ImageStore store, byte[] archive) {
    attempt(
        () -> {
          store.load(new ByteArrayInputStream(archive));
          String unused = store.inspect("secret:1").toJson();
          store.create("secret:1").unnamed();
        });
  }

  /** Something that may fail. */
  @FunctionalInterface
  interface Attempt {
    void run() throws IOException;
  }

  private static void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (IOException | RuntimeException e) {
      HEARD.get().add(e);
    }
  }

  private static void assertSecret() {
    assertThat(HEARD.get().thrown()).isNotEmpty().noneMatch(text -> text.contains(SECRET));
    assertThat(HEARD.get().logged())
        .noneMatch(text -> text.contains(SECRET) || text.contains(NAME));
  }

  @ParameterizedTest
  @EnumSource
  default void load_configurationDamagedAnywhere_tellsNoSecret(Damage damage) throws IOException {
    byte[] config = config(layer()).getBytes(UTF_8);
    try (Plot plot = Ground.MEMORY.plot();
        ImageStore store = opening().open(plot.root(), StoreOptions.defaults())) {
      for (int at = 0; at < config.length; at++) {
        load(store, archive(damage.of(config, at), layer()));
      }
    }
    assertSecret();
  }

  /** Values of another kind than they have to be; names of fields are no secret. */
  @Test
  default void load_configurationOfOtherTypes_tellsNoSecret() throws IOException {
    String config = config(layer());
    List<UnaryOperator<String>> changes =
        List.of(
            text -> text.replace("[", "{").replace("]", "}"),
            text -> text.replaceAll("\\[([^\\]]*)\\]", "$1"),
            text -> text.replaceAll("\"([^\"]*" + SECRET + "[^\"]*)\"", "$1"),
            text -> text.replaceAll("\"([^\"]*" + SECRET + "[^\"]*)\"", "{\"$1\":1}"),
            text -> text.replaceAll("\"([^\"]*" + SECRET + "[^\"]*)\"", "[\"$1\"]"),
            text -> text.replace("\"amd64\"", "\"" + SECRET + "\""),
            text -> text.replace("\"linux\"", "\"" + SECRET + "\""));
    try (Plot plot = Ground.MEMORY.plot();
        ImageStore store = opening().open(plot.root(), StoreOptions.defaults())) {
      for (UnaryOperator<String> change : changes) {
        load(store, archive(change.apply(config).getBytes(UTF_8), layer()));
      }
    }
    assertSecret();
  }

  @ParameterizedTest
  @EnumSource
  default void load_archiveDamagedAnywhere_tellsNoSecret(Damage damage) throws IOException {
    byte[] archive = archive();
    try (Plot plot = Ground.MEMORY.plot();
        ImageStore store = opening().open(plot.root(), StoreOptions.defaults())) {
      for (int at = 0; at < archive.length; at += 41) {
        load(store, damage.of(archive, at));
      }
    }
    assertSecret();
  }

  /** A call of the file system fails, or half of a write is done. */
  @ParameterizedTest
  @EnumSource(names = {"FAIL", "HALF"})
  default void everything_anyCallFails_tellsNoSecret(Faults.Effect effect) throws IOException {
    int step = 13;
    for (int n = 1; ; n += step) {
      Faults faults = Faults.at(n, step, effect);
      try (Plot plot = Ground.MEMORY.plot()) {
        attempt(() -> workIn(FaultyFileSystem.over(plot.root(), faults)));
      }
      if (!faults.happened()) {
        break;
      }
    }
    assertSecret();
    assertThat(HEARD.get().logged()).isNotEmpty();
  }

  private void workIn(Path root) throws IOException {
    try (ImageStore store = opening().open(root, StoreOptions.defaults())) {
      attempt(() -> store.load(new ByteArrayInputStream(archive())));
      attempt(() -> store.tag("secret:1").with("secret:2"));
      attempt(() -> store.create("secret:1").env("E", SECRET).label("l", SECRET).named("box"));
      attempt(() -> write(store));
      attempt(() -> store.commit("box").message(SECRET).named("secret:3"));
      attempt(() -> store.from("secret:1").env("E", SECRET).label("l", SECRET).named("secret:4"));
      attempt(() -> store.save("secret:1").to(OutputStream.nullOutputStream()));
      attempt(() -> store.save("secret:1").ociLayout().to(root.resolveSibling("saved")));
      attempt(() -> damage(root));
      attempt(() -> store.repair(store.check(CheckLevel.CONTENTS)));
      attempt(() -> store.removeContainer("box"));
      attempt(() -> store.remove("secret:1", RemoveOption.FORCE));
      attempt(store::collect);
    }
  }

  private static void write(ImageStore store) throws IOException {
    try (WritableMount mount = store.mountContainer("box")) {
      Path file = mount.root().resolve(NAME).resolve(NAME);
      Files.writeString(file, SECRET);
      Files.move(file, file.resolveSibling(NAME + "2"));
    }
  }

  /** Breaks the store's copy of a blob. */
  private static void damage(Path root) throws IOException {
    Path blob = root.resolve("blobs/sha256/" + TestImage.sha256(layer()).hex());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length / 2] ^= 1;
    Files.write(blob, bytes);
  }
}
