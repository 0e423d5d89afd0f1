package dev.lamina.internal.layer;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.contract.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TarFrameTest {
  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  static Stream<byte[]> tars() {
    byte[] mixed =
        tar()
            .directory("d")
            .file("d/b", "x".repeat(100_000))
            .file("a", "1")
            .file("none", "")
            .sparse("holes", 1 << 16, 5000, "piece")
            .hardLink("same", "a")
            .symlink("link", "a")
            .build();
    byte[] replaced = tar().file("f", "first").file("g", "g").file("f", "last one").build();
    return Stream.of(
        mixed,
        replaced,
        tar().build(),
        tar().file("only", "all").build(),
        Arrays.copyOf(mixed, mixed.length + 12_345));
  }

  private TarFrame.Files unpack(LayerSource layer) throws IOException {
    Path root = memory.getPath("/unpacked");
    new IndexedLayer(layer, Runnable::run)
        .files(
            (file, content) -> {
              Path place = root.resolve(file.path().toString());
              Files.createDirectories(place.getParent());
              try (FileChannel channel =
                  FileChannel.open(
                      place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
              }
            });
    return path -> Files.newByteChannel(root.resolve(path.toString()));
  }

  private static byte[] frame(LayerSource layer, byte[] tar) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    new TarFrame(layer.index()).write(new ByteArrayInputStream(tar), frame);
    return frame.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("tars")
  void tar_ofFrameAndFiles_isTheSame(byte[] tar) throws IOException {
    LayerSource layer = TarLayer.of(tar, memory.getPath("/layer"));
    TarFrame.Files files = unpack(layer);
    byte[] frame = frame(layer, tar);

    try (InputStream again =
        new TarFrame(layer.index()).tar(new ByteArrayInputStream(frame), files)) {
      assertThat(again.readAllBytes()).isEqualTo(tar);
    }
    assertThat(frame).hasSizeLessThanOrEqualTo(tar.length);
  }

  @Test
  void contents_areThoseOfTheFiles() throws IOException {
    byte[] tar = tars().findFirst().orElseThrow();
    LayerSource layer = TarLayer.of(tar, memory.getPath("/layer"));
    LayerBytes contents = new TarFrame(layer.index()).contents(unpack(layer));
    LayerSource framed = new LayerSource(layer.diffId(), layer.index(), contents);

    for (int record : StoredFiles.of(layer.index())) {
      ByteBuffer bytes = ByteBuffer.allocate((int) layer.index().size(record));
      ByteBuffer expected = ByteBuffer.allocate(bytes.capacity());
      int unused = framed.read(record, 0, bytes) + layer.read(record, 0, expected);
      assertThat(bytes).isEqualTo(expected);
    }
    assertThatThrownBy(() -> contents.read(3, ByteBuffer.allocate(1)))
        .isInstanceOf(IOException.class)
        .hasMessage("byte 3 of the tar belongs to no file");
  }

  @Test
  void tar_ofAFileThatWasCut_fails() throws IOException {
    TarBuilder builder = tar().file("f", "12345");
    LayerSource layer = TarLayer.of(builder.build(), memory.getPath("/layer"));
    byte[] frame = frame(layer, builder.build());
    Path file = Files.writeString(memory.getPath("/f"), "123");

    try (InputStream again =
        new TarFrame(layer.index())
            .tar(new ByteArrayInputStream(frame), path -> Files.newByteChannel(file))) {
      assertThatThrownBy(again::readAllBytes)
          .isInstanceOf(EOFException.class)
          .hasMessage("what was kept of the layer ends at byte 515 of its tar");
    }
  }

  @Test
  void write_tarThatEnds_fails() throws IOException {
    byte[] tar = tar().file("f", "12345").build();
    LayerSource layer = TarLayer.of(tar, memory.getPath("/layer"));

    assertThatThrownBy(() -> frame(layer, Arrays.copyOf(tar, 700)))
        .isInstanceOf(EOFException.class);
  }
}
