package dev.lamina.internal.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lamina.Limits;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import dev.lamina.internal.layer.LayerBytes;
import dev.lamina.internal.layer.LayerIndex;
import dev.lamina.internal.layer.LayerIndexWriter;
import dev.lamina.internal.layer.LayerSource;
import dev.lamina.internal.layer.MergedTree;
import dev.lamina.internal.tar.LayerTarReader;
import dev.lamina.internal.tar.TarMember;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TreeExportTest {
  private static final Path GNU_TAR = Path.of("/usr/bin/tar");

  @TempDir private Path directory;
  private int layers;

  private LayerTree tree(byte[]... tars) throws IOException {
    List<LayerSource> sources = new ArrayList<>();
    for (byte[] tar : tars) {
      sources.add(new LayerSource(TestImage.sha256(tar), index(tar), new Bytes(tar)));
    }
    return new MergedTree(sources);
  }

  private LayerIndex index(byte[] tar) throws IOException {
    String name = "layer" + layers++;
    Path scratch = Files.createDirectory(directory.resolve(name + ".scratch"));
    LayerTarReader reader = new LayerTarReader(new ByteArrayInputStream(tar), Limits.defaults());
    try (LayerIndexWriter writer = new LayerIndexWriter(scratch)) {
      for (TarMember member = reader.next(); member != null; member = reader.next()) {
        writer.add(member);
      }
      var unused = writer.finish(directory.resolve(name), tar.length, false);
    }
    return LayerIndex.open(directory.resolve(name));
  }

  /** A layer in memory. */
  private record Bytes(byte[] tar) implements LayerBytes {
    @Override
    public int read(long position, ByteBuffer target) {
      int count = Math.min(target.remaining(), tar.length - (int) position);
      target.put(tar, (int) position, count);
      return count;
    }

    @Override
    public void close() {}
  }

  private static byte[] export(LayerTree tree) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TreeExport.write(tree, out);
    return out.toByteArray();
  }

  private static List<String> members(byte[] tar) throws IOException {
    List<String> members = new ArrayList<>();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new ByteArrayInputStream(tar), "UTF-8")) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        members.add(
            "%o %d:%d %s %s%s"
                .formatted(
                    e.getMode() & 07777,
                    e.getLongUserId(),
                    e.getLongGroupId(),
                    e.getName(),
                    e.getLinkName().isEmpty() ? "" : "-> " + e.getLinkName(),
                    new String(in.readAllBytes(), UTF_8)));
      }
    }
    return members;
  }

  @Test
  void export_ofLayers_isWhatTheyAddUpTo() throws IOException {
    byte[] base =
        TarBuilder.tar()
            .directory("d")
            .mode(0700)
            .file("d/hidden", "x")
            .file("d/z", "base")
            .mode(04755)
            .owner(1000, 100)
            .hardLink("d/a", "d/z")
            .symlink("link", "/d/z")
            .fifo("pipe")
            .build();
    byte[] top =
        TarBuilder.tar()
            .whiteout("d/hidden")
            .file("d-", "beside")
            .characterDevice("null", 1, 3)
            .build();

    byte[] tar;
    try (LayerTree tree = tree(base, top)) {
      tar = export(tree);
    }

    assertThat(members(tar))
        .containsExactly(
            "700 0:0 d/ ",
            "4755 1000:100 d/a base",
            "4755 1000:100 d/z -> d/a",
            "644 0:0 d- beside",
            "777 0:0 link -> /d/z",
            "600 0:0 null ",
            "600 0:0 pipe ");
  }

  @Test
  void export_ofLinkWhoseFirstNameIsHidden_startsAtTheNextName() throws IOException {
    byte[] base = TarBuilder.tar().file("a", "x").hardLink("b", "a").hardLink("c", "a").build();
    byte[] top = TarBuilder.tar().whiteout("a").build();

    try (LayerTree tree = tree(base, top)) {
      assertThat(members(export(tree))).containsExactly("644 0:0 b x", "644 0:0 c -> b");
    }
  }

  @Test
  void export_keepsTimesAndExtendedAttributes() throws IOException {
    Instant time = Instant.parse("2024-05-06T07:08:09.123456789Z");
    byte[] base =
        TarBuilder.tar().file("f", "x").modified(time).xattr("user.note", new byte[] {1}).build();

    EntryAttributes attributes;
    try (LayerTree tree = tree(export(tree(base)))) {
      attributes = tree.children(tree.root()).get(0).attributes();
    }

    assertThat(attributes.modifiedNanos())
        .isEqualTo(time.getEpochSecond() * 1_000_000_000L + time.getNano());
    assertThat(attributes.xattrs()).containsOnlyKeys("user.note");
  }

  @Test
  void export_ofEmptyTree_isAnEmptyTar() throws IOException {
    try (LayerTree tree = tree()) {
      assertThat(export(tree)).isEqualTo(new byte[1024]);
    }
  }

  /** Makes a layer of random files, directories and links, some of them with long names. */
  private static byte[] layer(Random random) {
    TarBuilder tar = TarBuilder.tar();
    List<String> files = new ArrayList<>();
    TreeMap<String, String> taken = new TreeMap<>();
    for (int i = 0; i < 25; i++) {
      String name = "n" + random.nextInt(8) + "ä\udcff".substring(random.nextInt(3));
      String path = random.nextBoolean() ? name : "d" + random.nextInt(3) + "/" + name;
      path += "x".repeat(random.nextInt(4) == 0 ? 120 : 0);
      if (taken.putIfAbsent(path, path) == null) {
        switch (random.nextInt(4)) {
          case 0 -> tar.symlink(path, "to/" + name);
          case 1 -> tar.whiteout(path + "-");
          case 2 -> {
            if (!files.isEmpty()) {
              tar.hardLink(path, files.get(random.nextInt(files.size())));
            }
          }
          default -> {
            tar.file(path, "content " + i).mode(random.nextInt(01000)).owner(i, 1L << i);
            files.add(path);
          }
        }
      }
    }
    return tar.build();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void export_asTheOnlyLayer_isTheSameTree(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] base = layer(random);
    byte[] top = layer(random);

    try (LayerTree tree = tree(base, top);
        LayerTree again = tree(export(tree))) {
      assertThat(describe(again)).isEqualTo(describe(tree)).isNotEmpty();
      assertThat(export(again)).isEqualTo(export(tree));
    }
  }

  private static List<String> describe(LayerTree tree) throws IOException {
    List<String> lines = new ArrayList<>();
    describe(tree, tree.root(), EntryPath.ROOT, new ArrayList<>(), lines);
    return lines;
  }

  private static void describe(
      LayerTree tree, TreeNode node, EntryPath path, List<Long> ids, List<String> lines)
      throws IOException {
    if (!ids.contains(node.fileId())) {
      ids.add(node.fileId());
    }
    EntryAttributes a = node.attributes();
    if (!path.isRoot()) {
      lines.add(
          "%s %s %o %d:%d %d %s %s file %d"
              .formatted(
                  path,
                  node.type(),
                  a.mode(),
                  a.uid(),
                  a.gid(),
                  a.modifiedNanos(),
                  ByteNames.decode(node.linkTarget()),
                  node.type() == NodeType.FILE ? content(tree, node) : "",
                  ids.indexOf(node.fileId())));
    }
    if (node.type() == NodeType.DIRECTORY) {
      for (TreeNode child : tree.children(node)) {
        describe(tree, child, path.resolve(child.name()), ids, lines);
      }
    }
  }

  private static String content(LayerTree tree, TreeNode node) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) node.size());
    int unused = tree.read(node, 0, buffer);
    return new String(buffer.array(), UTF_8);
  }

  @Test
  void export_isListedByGnuTar() throws Exception {
    assumeThat(GNU_TAR).exists();
    String longName = "long/" + "n".repeat(120);
    byte[] base =
        TarBuilder.tar()
            .directory("long")
            .file(longName, "x")
            .owner(3_000_000, 7)
            .symlink("s", "t".repeat(150))
            .file("zweifelhaft-ä", "y")
            .build();

    Path file;
    try (LayerTree tree = tree(base)) {
      file = Files.write(directory.resolve("export.tar"), export(tree));
    }
    Process tar =
        new ProcessBuilder(
                GNU_TAR.toString(),
                "--numeric-owner",
                "--quoting-style=literal",
                "-tvf",
                file.toString())
            .redirectErrorStream(true)
            .start();
    List<String> listed = new String(tar.getInputStream().readAllBytes(), UTF_8).lines().toList();

    assertThat(tar.waitFor()).isZero();
    assertThat(listed).hasSize(4);
    assertThat(listed.get(0)).startsWith("drwxr-xr-x 0/0").endsWith(" long/");
    assertThat(listed.get(1)).startsWith("-rw-r--r-- 3000000/7").endsWith(" " + longName);
    assertThat(listed.get(2)).startsWith("lrwxrwxrwx").endsWith(" s -> " + "t".repeat(150));
    assertThat(listed.get(3)).endsWith(" zweifelhaft-ä");
  }

  @Test
  void entry_ofDevice_keepsItsNumbers() throws IOException {
    byte[] base = TarBuilder.tar().characterDevice("null", 1, 3).build();

    LayerEntry entry;
    try (LayerTree tree = tree(base)) {
      LayerTarReader reader =
          new LayerTarReader(new ByteArrayInputStream(export(tree)), Limits.defaults());
      entry = reader.next().entry();
    }

    assertThat(entry)
        .isInstanceOfSatisfying(
            LayerEntry.Device.class,
            device -> {
              assertThat(device.major()).isEqualTo(1);
              assertThat(device.minor()).isEqualTo(3);
              assertThat(device.block()).isFalse();
            });
  }
}
