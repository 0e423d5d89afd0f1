package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.oci.ConfigDocument;
import java.util.Optional;

/** Records of images in the catalogue, as far as their configurations tell. */
final class ImageRecords {
  private ImageRecords() {}

  /**
   * Begins a record with what the configuration says.
   *
   * @param id the image's ID
   * @param known the record that is there already, whose other fields stay
   */
  static ImageRecord.Builder of(Digest id, ConfigDocument config, Optional<ImageRecord> known) {
    ImageRecord.Builder record =
        known
            .map(ImageRecord::toBuilder)
            .orElseGet(() -> ImageRecord.builder(id))
            .platform(config.os(), config.architecture())
            .variant(config.variant())
            .osVersion(config.osVersion())
            .diffIds(config.diffIds());
    config.created().ifPresent(record::created);
    return config.config().map(run -> record.labels(run.labelsOrEmpty())).orElse(record);
  }
}
