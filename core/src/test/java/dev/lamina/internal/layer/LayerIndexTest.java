package dev.lamina.internal.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.CorruptStoreException;
import dev.lamina.ImageStoreException;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LayerIndexTest {
  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path file = memory.getPath("/index");
  @TempDir Path disk;

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private static int find(LayerIndex index, String path) {
    int record = LayerIndex.ROOT;
    for (String name : path.split("/")) {
      record = index.find(record, ByteNames.encode(name));
    }
    return record;
  }

  private static TestLayer everything() {
    Map<String, byte[]> xattrs = Map.of("user.b", new byte[] {1, 0, 2}, "user.a", new byte[0]);
    EntryAttributes attributes = new EntryAttributes(07777, 0xffff_fffeL, 65536, -1, xattrs);
    EntryPath odd = EntryPath.of(new byte[] {'d', '/', (byte) 0xff, '!'});
    return new TestLayer()
        .directory("d", 01777)
        .file(odd, attributes, new byte[] {1, 2, 3})
        .file(TestLayer.path("shared"), attributes, new byte[0])
        .link("name", "shared")
        .symlink("sym", "../anything")
        .entry(new LayerEntry.Device(TestLayer.path("null"), attributes, false, 1, 3))
        .entry(new LayerEntry.Device(TestLayer.path("disk"), attributes, true, 4095, 1048575))
        .fifo("pipe")
        .whiteout("gone")
        .whiteout("sym")
        .opaque("d")
        .sparse("holes", 3000, new long[] {1024, 2048}, new byte[512], new byte[952])
        .file("implied/deep/file", "x");
  }

  @Test
  void attributes_ofWhatIsNoFileOrDirectory_areWhatLinuxKeeps() throws IOException {
    EntryAttributes said =
        new EntryAttributes(
            0644, 1, 2, 3, Map.of("user.a", new byte[1], "security.capability", new byte[2]));
    TestLayer layer =
        new TestLayer()
            .entry(new LayerEntry.Symlink(TestLayer.path("link"), said, new byte[] {'x'}))
            .entry(new LayerEntry.Fifo(TestLayer.path("pipe"), said))
            .entry(new LayerEntry.Device(TestLayer.path("null"), said, false, 1, 3));

    LayerIndex index = layer.index(file);

    assertThat(index.attributes(find(index, "link")).mode()).isEqualTo(0777);
    assertThat(index.attributes(find(index, "pipe")).mode()).isEqualTo(0644);
    for (String name : List.of("link", "pipe", "null")) {
      EntryAttributes kept = index.attributes(find(index, name));
      assertThat(kept.uid()).isEqualTo(1);
      assertThat(kept.modifiedNanos()).isEqualTo(3);
      assertThat(kept.xattrs()).containsOnlyKeys("security.capability");
    }
  }

  @Test
  void records_anyTree_breadthFirstAndSorted() throws IOException {
    LayerIndex index =
        new TestLayer()
            .file("b/x/1", "")
            .file("a-b/x", "")
            .file("a/x", "")
            .file("a!/x", "")
            .directory("b/e")
            .file("Z", "")
            .index(file);

    List<String> names = new ArrayList<>();
    for (int i = 0; i < index.records(); i++) {
      names.add(ByteNames.decode(index.name(i)));
    }

    assertThat(names).containsExactly("", "Z", "a", "a!", "a-b", "b", "x", "x", "x", "e", "x", "1");
    assertThat(index.directories()).isEqualTo(7);
    assertThat(index.childrenStart(LayerIndex.ROOT)).isEqualTo(1);
    assertThat(index.childrenEnd(LayerIndex.ROOT)).isEqualTo(6);
    assertThat(index.childrenStart(9)).isEqualTo(index.childrenEnd(9));
    assertThat(index.childrenStart(10)).isEqualTo(11);
    assertThat(index.childrenEnd(10)).isEqualTo(12);
  }

  @Test
  void open_everyTypeOfEntry_readsItBack() throws IOException {
    LayerIndex index = everything().index(file);

    int odd = index.find(find(index, "d"), new byte[] {(byte) 0xff, '!'});
    assertThat(index.type(odd)).isEqualTo(RecordType.FILE);
    assertThat(index.size(odd)).isEqualTo(3);
    EntryAttributes attributes = index.attributes(odd);
    assertThat(attributes.mode()).isEqualTo(07777);
    assertThat(attributes.uid()).isEqualTo(0xffff_fffeL);
    assertThat(attributes.gid()).isEqualTo(65536);
    assertThat(attributes.modifiedNanos()).isEqualTo(-1);
    assertThat(attributes.xattrs()).containsOnlyKeys("user.a", "user.b");
    assertThat(attributes.xattrs().get("user.b")).containsExactly(1, 0, 2);
    int name = find(index, "name");
    assertThat(index.type(name)).isEqualTo(RecordType.HARD_LINK);
    assertThat(index.primary(name)).isEqualTo(find(index, "shared"));
    assertThat(index.linkCount(name)).isEqualTo(2);
    assertThat(index.linkCount(find(index, "shared"))).isEqualTo(2);
    assertThat(index.attributes(name).mode()).isEqualTo(07777);
    int symlink = find(index, "sym");
    assertThat(index.linkTarget(symlink)).asString().isEqualTo("../anything");
    assertThat(index.hidesLower(symlink)).isTrue();
    int disk = find(index, "disk");
    assertThat(index.type(disk)).isEqualTo(RecordType.BLOCK_DEVICE);
    assertThat(index.deviceMajor(disk)).isEqualTo(4095);
    assertThat(index.deviceMinor(disk)).isEqualTo(1048575);
    assertThat(index.size(disk)).isZero();
    assertThat(index.type(find(index, "null"))).isEqualTo(RecordType.CHARACTER_DEVICE);
    assertThat(index.type(find(index, "pipe"))).isEqualTo(RecordType.FIFO);
    assertThat(index.type(find(index, "gone"))).isEqualTo(RecordType.WHITEOUT);
    assertThat(index.isOpaque(find(index, "d"))).isTrue();
    assertThat(index.isSparse(find(index, "holes"))).isTrue();
    assertThat(index.segments(find(index, "holes"))).isEqualTo(2);
    int implied = find(index, "implied/deep");
    assertThat(index.isExplicit(implied)).isFalse();
    assertThat(index.attributes(implied)).isEqualTo(EntryAttributes.UNNAMED_DIRECTORY);
    assertThat(index.isExplicit(find(index, "implied/deep/file"))).isTrue();
    assertThat(index.isExplicit(LayerIndex.ROOT)).isFalse();
  }

  @Test
  void open_layerWithoutEntries_hasRootOnly() throws IOException {
    LayerIndex index = new TestLayer().index(file);

    assertThat(index.records()).isEqualTo(1);
    assertThat(index.find(LayerIndex.ROOT, new byte[] {'a'})).isEqualTo(-1);
    assertThat(index.facts()).isEqualTo(new LayerFacts(0, 0, 0, 0));
  }

  @Test
  void find_longAndSimilarNames_findsExactlyThose() throws IOException {
    TestLayer layer = new TestLayer();
    for (int length = 1; length <= 255; length++) {
      layer.file("d/" + "n".repeat(length), "");
    }
    LayerIndex index = layer.index(file);

    int directory = find(index, "d");
    for (int length = 0; length <= 300; length++) {
      byte[] name = new byte[length];
      Arrays.fill(name, (byte) 'n');
      int record = index.find(directory, name);
      assertThat(record >= 0).isEqualTo(length >= 1 && length <= 255);
    }
  }

  @Test
  void open_largeIndexOnDisk_isMappedAndEqual() throws IOException {
    TestLayer layer = new TestLayer();
    for (int i = 0; i < 3000; i++) {
      layer.file("usr/share/dir" + i % 50 + "/file" + i, "x");
    }
    Path onDisk = disk.resolve("index");
    LayerIndex index = layer.index(onDisk);
    Files.delete(onDisk);

    assertThat(index.records()).isEqualTo(3053);
    for (int i = 0; i < 3000; i++) {
      assertThat(find(index, "usr/share/dir" + i % 50 + "/file" + i)).isPositive();
    }
  }

  @Test
  void open_anyByteChanged_refused() throws IOException {
    everything().write(file, TestLayer.ARENA);
    byte[] bytes = Files.readAllBytes(file);

    for (int i = 0; i < bytes.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = bytes.clone();
        damaged[i] = (byte) (damaged[i] ^ (1 << bit));
        assertRefused(damaged);
      }
    }
  }

  @Test
  void open_cutOrLonger_refused() throws IOException {
    everything().write(file, TestLayer.ARENA);
    byte[] bytes = Files.readAllBytes(file);

    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length));
    }
    assertRefused(Arrays.copyOf(bytes, bytes.length + 1));
  }

  private void assertRefused(byte[] damaged) throws IOException {
    Files.write(file, damaged);
    assertThatThrownBy(() -> LayerIndex.open(file)).isInstanceOf(CorruptStoreException.class);
  }

  @Test
  void open_newerVersion_saysSo() throws IOException {
    everything().write(file, TestLayer.ARENA);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(8, 2);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, 92);
    header.putInt(92, (int) crc.getValue());
    Files.write(file, bytes);

    assertThatThrownBy(() -> LayerIndex.open(file))
        .isInstanceOf(ImageStoreException.class)
        .isNotInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("is of version 2");
  }
}
