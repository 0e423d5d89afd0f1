package dev.lamina.internal.layer;

import dev.lamina.Limits;
import dev.lamina.contract.TestImage;
import dev.lamina.internal.tar.LayerTarReader;
import dev.lamina.internal.tar.TarMember;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A layer that is a tar in memory. */
public final class TarLayer {
  private TarLayer() {}

  /** Makes a layer, whose index is put into a file that is not there yet. */
  public static LayerSource of(byte[] tar, Path index) throws IOException {
    Path scratch = Files.createDirectory(index.resolveSibling(index.getFileName() + ".scratch"));
    LayerTarReader reader = new LayerTarReader(new ByteArrayInputStream(tar), Limits.defaults());
    try (LayerIndexWriter writer = new LayerIndexWriter(scratch)) {
      for (TarMember member = reader.next(); member != null; member = reader.next()) {
        writer.add(member);
      }
      LayerFacts unused = writer.finish(index, tar.length, false);
    }
    return new LayerSource(
        TestImage.sha256(tar), LayerIndex.open(index), new TestLayer.MemoryBytes(tar));
  }
}
