package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LayerMediaTypeTest {
  @ParameterizedTest
  @CsvSource({
    "vnd.oci.image.layer.v1.tar, NONE, false",
    "vnd.oci.image.layer.v1.tar+gzip, GZIP, false",
    "vnd.oci.image.layer.v1.tar+zstd, ZSTD, false",
    "vnd.oci.image.layer.nondistributable.v1.tar, NONE, true",
    "vnd.oci.image.layer.nondistributable.v1.tar+gzip, GZIP, true",
    "vnd.oci.image.layer.nondistributable.v1.tar+zstd, ZSTD, true",
    "vnd.docker.image.rootfs.diff.tar, NONE, false",
    "vnd.docker.image.rootfs.diff.tar.gzip, GZIP, false",
    "vnd.docker.image.rootfs.diff.tar.zstd, ZSTD, false",
    "vnd.docker.image.rootfs.foreign.diff.tar, NONE, true",
    "vnd.docker.image.rootfs.foreign.diff.tar.gzip, GZIP, true",
  })
  void layerCompression_knownType_isSaid(String type, LayerCompression packed, boolean foreign) {
    DescriptorDocument layer = layer("application/" + type);

    assertThat(layer.layerCompression()).isEqualTo(packed);
    assertThat(layer.isForeignLayer()).isEqualTo(foreign);
  }

  @ParameterizedTest
  @CsvSource({
    "vnd.oci.image.layer.v1.tar+encrypted, encrypted layers are not supported",
    "vnd.oci.image.layer.v1.tar+gzip+encrypted, encrypted layers are not supported",
    "vnd.oci.image.layer.v1.tar+bzip2, unsupported media type",
    "vnd.docker.image.rootfs.foreign.diff.unknown, unsupported media type",
    "vnd.oci.image.config.v1+json, unsupported media type",
    "VND.OCI.IMAGE.LAYER.V1.TAR, unsupported media type",
  })
  void layerCompression_otherType_isRefused(String type, String message) {
    DescriptorDocument layer = layer("application/" + type);

    assertThat(layer.isForeignLayer()).isFalse();
    assertThatThrownBy(layer::layerCompression)
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageStartingWith("layer sha256:0000")
        .hasMessageContaining(message)
        .hasMessageContaining("application/" + type);
  }

  private static DescriptorDocument layer(String mediaType) {
    return DescriptorDocument.of(mediaType, Digest.parse("sha256:" + "0".repeat(64)), 1);
  }
}
