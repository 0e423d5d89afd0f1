package dev.lamina.internal.oci;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the media type of a layer says about it. */
record LayerMediaType(LayerCompression compression, boolean foreign) {
  private static final Map<String, LayerMediaType> KNOWN = known();

  /** Returns what the media type says, or null if it is no known layer's. */
  static @Nullable LayerMediaType of(String mediaType) {
    return KNOWN.get(mediaType);
  }

  private static Map<String, LayerMediaType> known() {
    Map<String, LayerMediaType> known = new HashMap<>();
    put(known, MediaTypes.OCI_LAYER, '+', false);
    put(known, "application/vnd.oci.image.layer.nondistributable.v1.tar", '+', true);
    put(known, MediaTypes.DOCKER_LAYER, '.', false);
    put(known, "application/vnd.docker.image.rootfs.foreign.diff.tar", '.', true);
    return Map.copyOf(known);
  }

  private static void put(
      Map<String, LayerMediaType> known, String tar, char separator, boolean foreign) {
    known.put(tar, new LayerMediaType(LayerCompression.NONE, foreign));
    known.put(tar + separator + "gzip", new LayerMediaType(LayerCompression.GZIP, foreign));
    known.put(tar + separator + "zstd", new LayerMediaType(LayerCompression.ZSTD, foreign));
  }
}
