package dev.lamina.overlay;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory of the host, such as a mounted overlay, as any program sees it. */
final class MountedTree implements LayerTree {
  private final Path root;

  MountedTree(Path root) {
    this.root = root;
  }

  @Override
  public TreeNode root() {
    try {
      return new Node(root, new byte[0], UpperStat.read(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<TreeNode> child(TreeNode directory, byte[] name) throws IOException {
    return children(directory).stream().filter(c -> Arrays.equals(name, c.name())).findFirst();
  }

  @Override
  public List<TreeNode> children(TreeNode directory) throws IOException {
    List<TreeNode> children = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(((Node) directory).path())) {
      for (Path path : paths) {
        UpperStat stat = UpperStat.read(path, LinkOption.NOFOLLOW_LINKS);
        if (stat.type() != null) {
          children.add(new Node(path, name(path), stat));
        }
      }
    }
    children.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
    return children;
  }

  private static byte[] name(Path path) {
    String text = Posix.text(path).replaceFirst("/$", "");
    return text.substring(text.lastIndexOf('/') + 1).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public int read(TreeNode file, long position, ByteBuffer target) throws IOException {
    try (FileChannel channel = FileChannel.open(((Node) file).path())) {
      return channel.read(target, position);
    }
  }

  @Override
  public void close() {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Node(Path path, byte[] name, UpperStat stat) implements TreeNode {
    @Override
    public NodeType type() {
      return stat.type();
    }

    @Override
    public EntryAttributes attributes() {
      Map<String, byte[]> xattrs = new HashMap<>();
      try {
        Posix.xattrs(path)
            .forEach(
                (name, value) -> {
                  if (name.startsWith("user.") || name.startsWith("security.")) {
                    xattrs.put(name, value);
                  }
                });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new EntryAttributes(
          stat.permissions(), stat.uid(), stat.gid(), stat.modifiedNanos(), xattrs);
    }

    @Override
    public long size() {
      return type() == NodeType.FILE || type() == NodeType.SYMLINK ? stat.size() : 0;
    }

    @Override
    public byte[] linkTarget() {
      try {
        return type() == NodeType.SYMLINK ? Posix.readLink(path) : new byte[0];
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private boolean isDevice() {
      return type() == NodeType.CHARACTER_DEVICE || type() == NodeType.BLOCK_DEVICE;
    }

    @Override
    public int deviceMajor() {
      return isDevice() ? stat.deviceMajor() : 0;
    }

    @Override
    public int deviceMinor() {
      return isDevice() ? stat.deviceMinor() : 0;
    }

    @Override
    public int linkCount() {
      return type() == NodeType.DIRECTORY ? 1 : stat.links();
    }

    @Override
    public long fileId() {
      return stat.inode();
    }

    @Override
    public int layer() {
      return -1;
    }

    @Override
    public Object origin() {
      return this;
    }
  }
}
