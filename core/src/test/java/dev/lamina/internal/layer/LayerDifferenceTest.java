package dev.lamina.internal.layer;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.contract.TarBuilder;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LayerDifferenceTest {
  private static final long NANOS = 1_000_000_000L;

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private int count;

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private LayerSource layer(TarBuilder tar) throws IOException {
    return TarLayer.of(tar.build(), memory.getPath("/layer" + count++));
  }

  private MergedTree tree(TarBuilder... tars) throws IOException {
    List<LayerSource> layers = new ArrayList<>();
    for (TarBuilder tar : tars) {
      layers.add(layer(tar));
    }
    return new MergedTree(layers);
  }

  /** Returns the layer from a base to the base with layers on top. */
  private List<String> difference(TarBuilder base, TarBuilder... tops) throws IOException {
    TarBuilder[] above = new TarBuilder[tops.length + 1];
    above[0] = base;
    System.arraycopy(tops, 0, above, 1, tops.length);
    RecordingSink sink = new RecordingSink();
    boolean written = LayerDifference.write(tree(base), tree(above), sink, OptionalLong.empty());
    assertThat(written).isEqualTo(!sink.lines.isEmpty());
    return sink.lines;
  }

  @Test
  void write_ofOneTopLayer_isThatLayerSorted() throws IOException {
    assertThat(
            difference(
                tar().directory("d").file("d/a", "1").file("d/b", "1").file("gone", "1"),
                tar()
                    .whiteout("gone")
                    .file("new", "2")
                    .directory("d")
                    .file("d/b", "2")
                    .symlink("d-link", "d")
                    .characterDevice("null", 1, 3)
                    .fifo("pipe")))
        .containsExactly(
            "directory d",
            "file d/b = 2",
            "symlink d-link",
            "whiteout gone",
            "file new = 2",
            "device null",
            "fifo pipe");
  }

  @Test
  void write_ofWhatIsAsItWas_isNothing() throws IOException {
    assertThat(
            difference(
                tar().directory("d").file("d/a", "1"),
                tar().whiteout("d/a").file("x", "2"),
                tar().whiteout("x").directory("d")))
        .containsExactly("directory d", "whiteout d/a");
    assertThat(difference(tar().directory("d"), tar().directory("d"))).isEmpty();
    assertThat(difference(tar().directory("d"))).isEmpty();
  }

  @Test
  void write_ofDirectoryWithoutItsFiles_isOpaqueIfThatIsShorter() throws IOException {
    TarBuilder base = tar().directory("one").file("one/a", "1").directory("two").file("two/a", "1");

    assertThat(
            difference(
                base.file("two/b", "1"), tar().opaque("one").opaque("two").file("two/c", "2")))
        .containsExactly(
            "directory one", "whiteout one/a", "directory two", "opaque two", "file two/c = 2");
  }

  @Test
  void write_ofDirectoryMadeAnew_keepsWhatIsThereAgain() throws IOException {
    assertThat(
            difference(
                tar().directory("d").file("d/a", "1").file("d/b", "1").file("d/c", "1"),
                tar().opaque("d").directory("d").file("d/b", "2")))
        .containsExactly("directory d", "whiteout d/a", "file d/b = 2", "whiteout d/c");
  }

  @Test
  void write_ofRootWithoutItsFiles_isNeverOpaque() throws IOException {
    assertThat(difference(tar().file("a", "1").file("b", "1"), tar().opaque("")))
        .containsExactly("whiteout a", "whiteout b");
  }

  @Test
  void write_ofOtherType_isThePathAloneWithoutWhiteout() throws IOException {
    assertThat(
            difference(
                tar().directory("d").file("d/a", "1").file("f", "1").symlink("l", "f"),
                tar().file("d", "2").directory("f").file("f/b", "2").directory("l")))
        .containsExactly("file d = 2", "directory f", "file f/b = 2", "directory l");
  }

  @Test
  void write_ofRoot_countsWhatStaysWhateverIsMadeInIt() throws IOException {
    Instant later = Instant.parse("2024-02-02T00:00:00Z");

    assertThat(difference(tar().directory("."), tar().directory(".").modified(later))).isEmpty();
    assertThat(difference(tar().directory("."), tar().directory(".").mode(0700)))
        .containsExactly("directory");
    assertThat(difference(tar().directory("."), tar().directory(".").owner(1, 0)))
        .containsExactly("directory");
  }

  @Test
  void write_ofNewNameOfOldFile_bringsAllItsNames() throws IOException {
    RecordingSink sink = new RecordingSink();
    LayerSource both =
        layer(tar().directory("d").file("d/old", "1").hardLink("d/new", "d/old").file("e", "1"));
    LayerSource hiding = layer(tar().whiteout("d/new"));

    boolean unused =
        LayerDifference.write(
            new MergedTree(List.of(both, hiding)),
            new MergedTree(List.of(both)),
            sink,
            OptionalLong.empty());

    assertThat(sink.lines).containsExactly("directory d", "file d/new = 1", "link d/old -> d/new");
  }

  @Test
  void write_ofFilesOneOfWhoseNamesIsElsewhere_looksThroughWhatIsTheSame() throws IOException {
    RecordingSink sink = new RecordingSink();
    LayerSource files =
        layer(
            tar()
                .directory("a")
                .file("a/old", "1")
                .directory("a/same")
                .hardLink("a/same/old", "a/old")
                .directory("z")
                .hardLink("z/new", "a/old"));
    LayerSource hiding = layer(tar().directory("z").whiteout("z/new"));

    boolean unused =
        LayerDifference.write(
            new MergedTree(List.of(files, hiding)),
            new MergedTree(List.of(files)),
            sink,
            OptionalLong.empty());

    assertThat(sink.lines)
        .containsExactly(
            "directory a",
            "file a/old = 1",
            "directory a/same",
            "link a/same/old -> a/old",
            "directory z",
            "link z/new -> a/old");
  }

  @Test
  void write_whatIsLater_getsTheLatestTime() throws IOException {
    RecordingSink sink = new RecordingSink();
    TarBuilder top =
        tar()
            .directory("d")
            .modified(Instant.ofEpochSecond(5))
            .file("d/late", "1")
            .modified(Instant.ofEpochSecond(100, 1))
            .file("early", "1")
            .modified(Instant.ofEpochSecond(99, 999_999_999));

    boolean unused = LayerDifference.write(tree(), tree(top), sink, OptionalLong.of(100 * NANOS));

    assertThat(sink.times).containsExactly(5 * NANOS, 100 * NANOS, 100 * NANOS - 1);
  }

  @Test
  void write_whoseTimesAreLimited_countsNothingThatIsOnlyLater() throws IOException {
    TarBuilder early = tar().directory("d").modified(Instant.ofEpochSecond(100));
    TarBuilder late = tar().directory("d").modified(Instant.ofEpochSecond(200));
    RecordingSink sink = new RecordingSink();

    boolean written =
        LayerDifference.write(tree(early), tree(late), sink, OptionalLong.of(100 * NANOS));

    assertThat(written).isFalse();
    assertThat(sink.lines).isEmpty();
  }
}
