package dev.lamina.examples.cli;

import dev.lamina.Container;
import dev.lamina.DiskUsage;
import dev.lamina.DiskUsage.ContainerUsage;
import dev.lamina.DiskUsage.ImageUsage;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Tag;
import dev.lamina.examples.cli.template.Row;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lines of {@code system df}. */
final class DiskUsageRows {
  /** What the table of all is called in its head. */
  static final Map<String, String> HEADS =
      Map.of(
          "Type", "TYPE",
          "TotalCount", "TOTAL",
          "Active", "ACTIVE",
          "Size", "SIZE",
          "Reclaimable", "RECLAIMABLE");

  private DiskUsageRows() {}

  /** Returns a line for each kind of thing; a store has no volumes, and builds nothing. */
  static List<Row> summary(DiskUsage usage) {
    long used = usage.images().stream().filter(image -> image.containers() > 0).count();
    long running =
        usage.containers().stream().filter(c -> c.container().status().isRunning()).count();
    long written = usage.containers().stream().mapToLong(ContainerUsage::writtenBytes).sum();
    long idle =
        usage.containers().stream()
            .filter(c -> !c.container().status().isRunning())
            .mapToLong(ContainerUsage::writtenBytes)
            .sum();
    return List.of(
        row("Images", usage.images().size(), used, usage.layersBytes(), usage.reclaimableBytes()),
        row("Containers", usage.containers().size(), running, written, idle),
        row("Local Volumes", 0, 0, 0, 0),
        row("Build Cache", 0, 0, 0, 0));
  }

  private static Row row(String type, int total, long active, long size, long reclaimable) {
    String share = size > 0 ? " (" + reclaimable * 100 / size + "%)" : "";
    boolean isCache = type.equals("Build Cache");
    return Row.of(
        isCache ? "*formatter.diskUsageBuilderContext" : "*formatter.diskUsageImagesContext",
        Map.of(
            "Type", type,
            "TotalCount", Integer.toString(total),
            "Active", Long.toString(active),
            "Size", HumanSize.precise(size),
            "Reclaimable", HumanSize.precise(reclaimable) + share));
  }

  /** Returns a line for an image, under its first name. */
  static Row image(ImageUsage usage, Clock clock) {
    Image image = usage.image();
    List<Tag> tags = image.tags();
    Map<String, Object> fields = new HashMap<>();
    fields.put("Repository", tags.isEmpty() ? ImageRow.NONE : name(tags.get(0)));
    fields.put("Tag", tags.isEmpty() ? ImageRow.NONE : tags.get(0).tag());
    fields.put("ID", image.id().shortId());
    boolean isDated = HumanTime.isSaid(image.created());
    fields.put("CreatedSince", isDated ? HumanTime.ago(image.created(), clock) : "N/A");
    fields.put("Size", HumanSize.of(image.size()));
    fields.put("SharedSize", HumanSize.precise(usage.sharedBytes()));
    fields.put("UniqueSize", HumanSize.precise(usage.uniqueBytes()));
    fields.put("Containers", Integer.toString(usage.containers()));
    return Row.of("*formatter.imageContext", fields);
  }

  private static String name(Tag tag) {
    return tag.repository().familiarName();
  }

  /** Returns a line for a container. */
  static Row container(ContainerUsage usage, ImageStore store, Clock clock) {
    Container container = usage.container();
    String image = ContainerImage.of(store, container, false);
    return new ContainerRow(container, image, HumanSize.of(usage.writtenBytes()))
        .fields(clock, false);
  }
}
