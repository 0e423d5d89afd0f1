package dev.lamina.internal.oci;

import java.util.Set;

/** The media types of image documents: those of the OCI image specification and docker's own. */
public final class MediaTypes {
  /** An OCI manifest. */
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  /** An OCI index. */
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  /** An OCI image config. */
  public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";

  /** An OCI layer that is a plain tar. */
  public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";

  /** A docker manifest, schema 2. */
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";

  /** A docker manifest list. */
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  /** A docker image config. */
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

  /** A docker layer that is a plain tar. */
  public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";

  static final Set<String> MANIFESTS = Set.of(OCI_MANIFEST, DOCKER_MANIFEST);
  static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_LIST);
  static final Set<String> CONFIGS = Set.of(OCI_CONFIG, DOCKER_CONFIG);

  private MediaTypes() {}

  static boolean isSchema1(String mediaType) {
    return mediaType.startsWith("application/vnd.docker.distribution.manifest.v1+");
  }
}
