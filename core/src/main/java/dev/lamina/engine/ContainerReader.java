package dev.lamina.engine;

import dev.lamina.Container;
import dev.lamina.ContainerId;
import dev.lamina.ContainerInspection;
import dev.lamina.ContainerStatus;
import dev.lamina.ImageId;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.oci.ContainerFacts;
import dev.lamina.internal.oci.ContainerInspectDocument;
import dev.lamina.internal.oci.RunConfigDocument;
import dev.lamina.spi.StorageDriver;
import java.util.Locale;

/** Makes {@link Container} values of the state's records. */
final class ContainerReader {
  private ContainerReader() {}

  static Container container(ContainerRecord record) {
    return new Container(
        new ContainerId(record.id()),
        record.name(),
        new ImageId(record.image()),
        record.imageName(),
        ImageReader.runConfig(RunConfigDocument.fromJson(record.config())),
        record.created(),
        status(record),
        record.started(),
        record.finished(),
        record.exitCode());
  }

  static ContainerInspection inspection(
      StoreState state, ContainerRecord record, StorageDriver driver) {
    ContainerFacts facts =
        new ContainerFacts(
            record.id(),
            record.name(),
            record.image(),
            RunConfigDocument.fromJson(record.config()),
            record.created(),
            status(record),
            record.started(),
            record.finished(),
            record.exitCode(),
            driver.name());
    return new ContainerInspection(container(record), ContainerInspectDocument.toJson(facts));
  }

  private static ContainerStatus status(ContainerRecord record) {
    return ContainerStatus.valueOf(record.status().toUpperCase(Locale.ROOT));
  }
}
