package dev.lamina.vfs;

import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.contract.OciLayout;
import dev.lamina.contract.OciLayoutContract;
import dev.lamina.contract.Packing;
import dev.lamina.contract.StoreContract;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** URIs that name a store, an image and a file, and need nothing that is open. */
final class ImageUrisTest {
  private static final TestImage IMAGE =
      TestImage.of(tar().file("etc/motd", "hello").file("a!b c?#", "odd").file("\udcff", "bytes"))
          .tagged("app:1.0", "localhost:5000/team/app:2");

  @TempDir private Path directory;
  private Path root;

  @BeforeEach
  void fill() throws IOException {
    root = fill(directory.toRealPath().resolve("store"));
  }

  private static Path fill(Path root) {
    try (ImageStore store = VfsImageStore.open(root)) {
      StoreContract.load(store, IMAGE);
    }
    return root;
  }

  private URI uri(String imageAndPath) {
    return URI.create("lamina://" + root + imageAndPath);
  }

  @Test
  void newFileSystem_ofAnImage_isReadOnlyAndClosesAll() throws IOException {
    Path motd;
    try (FileSystem files = FileSystems.newFileSystem(uri("!app:1.0!/"), Map.of())) {
      motd = files.getPath("/etc/motd");

      assertThat(files.isReadOnly()).isTrue();
      assertThat(Files.readString(motd)).isEqualTo("hello");
      assertThat(FileSystems.getFileSystem(uri("!app:1.0!/etc"))).isSameAs(files);
      assertThat(Path.of(uri("!app:1.0!/etc/motd"))).isEqualTo(motd);
      assertThat(motd.toUri()).isEqualTo(uri("!app:1.0!/etc/motd"));
      assertThat(files).hasToString(uri("!app:1.0!").toString());
      assertThat(leases()).hasSize(1);
    }

    assertThatThrownBy(() -> Files.readString(motd)).isInstanceOf(ClosedFileSystemException.class);
    assertThatThrownBy(() -> FileSystems.getFileSystem(uri("!app:1.0!/")))
        .isInstanceOf(FileSystemNotFoundException.class)
        .hasMessageContaining(root + "!app:1.0! is not open");
    assertThat(motd.toUri()).isEqualTo(uri("!app:1.0!/etc/motd"));
    assertThat(leases()).isEmpty();
  }

  private List<Path> leases() throws IOException {
    List<Path> holding = new ArrayList<>();
    try (DirectoryStream<Path> holds = Files.newDirectoryStream(root.resolve("leases"))) {
      for (Path hold : holds) {
        if (!Files.readString(hold.resolve("needs")).isBlank()) {
          holding.add(hold);
        }
      }
    }
    return holding;
  }

  @Test
  void newFileSystem_twice_isRefusedUntilTheFirstIsClosed() throws IOException {
    FileSystem first = FileSystems.newFileSystem(uri("!app:1.0!/"), Map.of());
    try (FileSystem other =
        FileSystems.newFileSystem(uri("!localhost:5000/team/app:2!/"), Map.of())) {
      assertThatThrownBy(() -> FileSystems.newFileSystem(uri("!app:1.0!/etc"), Map.of()))
          .isInstanceOf(FileSystemAlreadyExistsException.class);
      assertThat(Path.of(other.getPath("/etc").toUri())).isEqualTo(other.getPath("/etc"));
    }
    first.close();
    first.close();

    FileSystems.newFileSystem(uri("!app:1.0!/"), Map.of()).close();
  }

  @Test
  void pathOf_imageThatIsNotOpen_opensItOnce() throws IOException {
    Path motd = Paths.get(uri("!app:1.0!/etc/motd"));
    try (FileSystem files = motd.getFileSystem()) {
      assertThat(motd).hasContent("hello");
      assertThat(Path.of(uri("!app:1.0!/")).getFileSystem()).isSameAs(files);
      assertThat(FileSystems.getFileSystem(uri("!app:1.0!/"))).isSameAs(files);
    }

    Path again = Path.of(motd.toUri());

    assertThat(again).hasContent("hello").isNotEqualTo(motd);
    again.getFileSystem().close();
  }

  @Test
  void pathOf_bySeveralThreads_isOfOneFileSystem() throws IOException {
    Set<FileSystem> opened =
        IntStream.range(0, 20)
            .parallel()
            .mapToObj(i -> Path.of(uri("!app:1.0!/etc/motd")).getFileSystem())
            .collect(Collectors.toSet());

    assertThat(opened).hasSize(1);
    opened.iterator().next().close();
  }

  /** Whoever closes it takes it from all who have it, but never from who comes later. */
  @Test
  void pathOf_whileOthersClose_isAlwaysOpenAtFirst() throws IOException {
    IntStream.range(0, 40)
        .parallel()
        .forEach(
            i -> {
              try {
                Path.of(uri("!app:1.0!/")).getFileSystem().close();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });

    assertThat(leases()).isEmpty();
    assertThatThrownBy(() -> FileSystems.getFileSystem(uri("!app:1.0!/")))
        .isInstanceOf(FileSystemNotFoundException.class);
  }

  @Test
  void toUri_ofAnyName_comesBack() throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(uri("!app:1.0!/"), Map.of())) {
      assertThat(files.getPath("/a!b c?#").toUri()).isEqualTo(uri("!app:1.0!/a%21b%20c%3F%23"));
      assertThat(Path.of(uri("!app:1.0!/a%21b%20c%3F%23"))).hasContent("odd");
      assertThat(Path.of(files.getPath("\udcff").toUri())).hasContent("bytes");
      assertThat(files.getPath("/").toUri()).isEqualTo(uri("!app:1.0!/"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a!b", "with space", "é", "100%", "x:y", "jimfs:"})
  void root_ofAnyName_isNamed(String name) throws IOException {
    Path odd = fill(directory.toRealPath().resolve(name));
    URI given = URI.create("lamina://" + odd.toUri().getRawPath() + "!app:1.0!/etc/motd");

    Path motd = Path.of(given);
    try (FileSystem files = motd.getFileSystem()) {
      assertThat(motd).hasContent("hello");
      assertThat(Path.of(motd.toUri())).isEqualTo(motd);
      assertThat(FileSystems.getFileSystem(motd.toUri())).isSameAs(files);
    }
  }

  @Test
  void root_byAnotherWay_isTheSame() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), root);
    try (FileSystem files = FileSystems.newFileSystem(uri("!app:1.0!/"), Map.of())) {
      for (String text :
          List.of(
              "lamina:" + root + "!app:1.0!/x",
              "lamina:file://" + root + "!app:1.0!/x",
              "LAMINA://" + root + "/../store/!app%3A1.0!/x",
              "lamina://" + link + "!app:1.0!/x")) {
        assertThat(Path.of(URI.create(text))).as(text).isEqualTo(files.getPath("/x"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "windows"})
  void root_inMemory_isNamedByItsOwnUri(String rules) throws IOException {
    boolean unix = rules.equals("unix");
    try (FileSystem memory =
        Jimfs.newFileSystem(unix ? Configuration.unix() : Configuration.windows())) {
      Path inMemory = fill(memory.getPath(unix ? "/stores/a!b" : "C:\\stores\\a!b"));

      Path motd = Path.of(URI.create("lamina:" + inMemory.toUri() + "!app:1.0!/etc/motd"));
      assertThat(motd).hasContent("hello");
      assertThat(Path.of(motd.toUri())).isEqualTo(motd);
      assertThat(motd.toUri().toString())
          .startsWith("lamina:jimfs://")
          .endsWith("!app:1.0!/etc/motd");
      motd.getFileSystem().close();
    }
  }

  @Test
  void image_byShortenedId_isNamed() throws IOException {
    Path motd = Path.of(uri("!" + IMAGE.id().shortId() + "!/etc/motd"));

    assertThat(motd).hasContent("hello");
    motd.getFileSystem().close();
  }

  @Test
  void newFileSystem_platform_isChosen() throws IOException {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    OciLayout.Descriptor index =
        layout.index(
            layout.manifest(OciLayoutContract.THERE), layout.manifest(OciLayoutContract.HERE));
    try (ImageStore store = VfsImageStore.open(root)) {
      byte[] tar = layout.withNamed(index, List.of("multi:1")).tar();
      store.load(new ByteArrayInputStream(tar));
    }

    for (Object platform : List.of("linux/s390x", OciLayoutContract.FOREIGN)) {
      try (FileSystem files =
          FileSystems.newFileSystem(uri("!multi:1!/"), Map.of("platform", platform))) {
        assertThat(files.getPath("/there")).hasContent("there");
      }
    }
    try (FileSystem files = FileSystems.newFileSystem(uri("!multi:1!/"), Map.of())) {
      assertThat(files.getPath("/here")).hasContent("here");
    }
    assertThatThrownBy(
            () -> FileSystems.newFileSystem(uri("!multi:1!/"), Map.of("platform", "linux/mips")))
        .isInstanceOf(ImageNotFoundException.class);
    assertThat(leases()).isEmpty();
  }

  @Test
  void newFileSystem_settingsThatAreNone_areRefused() {
    assertThatThrownBy(() -> FileSystems.newFileSystem(uri("!app:1.0!/"), Map.of("x", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[x]");
    assertThatThrownBy(() -> FileSystems.newFileSystem(uri("!app:1.0!/"), Map.of("platform", "?")))
        .isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lamina:x",
        "lamina:/x",
        "lamina:///x",
        "lamina:///x!app",
        "lamina:///x!app!",
        "lamina:///x!app!etc",
        "lamina:///x!!/etc",
        "lamina:///x!/etc",
        "lamina:!app!/etc",
        "lamina:x!app!/etc",
        "lamina:///x!app!/etc?y",
        "lamina:///x!app!/etc#y",
        "lamina:jimfs://x/y!app!/etc?y",
        "lamina:jimfs://x/y!app!/etc#y",
        "lamina:///x%00!app!/etc",
      })
  void pathOf_uriOfAnotherForm_isRefused(String text) {
    URI uri = URI.create(text);

    assertThatThrownBy(() -> Path.of(uri)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FileSystems.getFileSystem(uri))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FileSystems.newFileSystem(uri, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void storeOrImage_thatIsNotThere_isNotFound() throws IOException {
    URI missing = URI.create("lamina://" + directory.resolve("missing") + "!app!/");
    URI empty = URI.create("lamina://" + Files.createDirectory(directory.resolve("e")) + "!app!/");

    assertThatThrownBy(() -> FileSystems.newFileSystem(missing, Map.of()))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> FileSystems.newFileSystem(empty, Map.of()))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessageContaining("is no store");
    assertThatThrownBy(() -> FileSystems.newFileSystem(uri("!nosuch!/"), Map.of()))
        .isInstanceOf(ImageNotFoundException.class)
        .hasMessage("No such image: nosuch:latest");
    for (URI uri : List.of(missing, empty, uri("!nosuch!/"))) {
      assertThatThrownBy(() -> Path.of(uri))
          .isInstanceOf(FileSystemNotFoundException.class)
          .hasMessageContaining(uri.toString())
          .hasCauseInstanceOf(Exception.class);
      assertThatThrownBy(() -> FileSystems.getFileSystem(uri))
          .isInstanceOf(FileSystemNotFoundException.class);
    }
    assertThat(directory.resolve("e")).isEmptyDirectory();
    assertThat(directory.resolve("missing")).doesNotExist();
  }

  /** As in a plugin, or an application that is one jar. */
  @Test
  void newFileSystem_providerOnAnotherClassLoader_isFound() throws Exception {
    Path source = directory.resolve("Elsewhere.java");
    Files.writeString(
        source,
        """
        import java.io.File;
        import java.net.*;
        import java.nio.file.*;
        import java.util.Map;

        class Elsewhere {
          public static void main(String[] args) throws Exception {
            String[] entries = args[0].split(File.pathSeparator);
            URL[] urls = new URL[entries.length];
            for (int i = 0; i < urls.length; i++) {
              urls[i] = Path.of(entries[i]).toUri().toURL();
            }
            URI uri = URI.create(args[1]);
            try (URLClassLoader loader = new URLClassLoader(urls);
                FileSystem files = FileSystems.newFileSystem(uri, Map.of(), loader)) {
              System.out.println(files.getClass().getClassLoader() == loader);
              System.out.println(Files.readString(files.getPath("/etc/motd")));
            }
          }
        }
        """);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                source.toString(),
                System.getProperty("java.class.path"),
                uri("!app:1.0!/").toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();

    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(said).isEqualToNormalizingNewlines("true\nhello\n");
    assertThat(process.waitFor()).isZero();
  }
}
