package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageNotFoundException;
import dev.lamina.Mount;
import dev.lamina.Mounting;
import dev.lamina.Platform;
import dev.lamina.WritableMount;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.VariantRecord;
import java.util.List;
import java.util.Optional;

/** How an image is to be mounted. */
record ImageMounting(Parts parts, StoreState state, ImageRecord record, Optional<Platform> wanted)
    implements Mounting {
  @Override
  public Mounting platform(Platform platform) {
    return new ImageMounting(parts, state, record, Optional.of(platform));
  }

  @Override
  public Mounting asUser(long uid, long gid) {
    throw Unfinished.verb();
  }

  @Override
  public WritableMount readWrite() {
    throw Unfinished.verb();
  }

  @Override
  public Mount readOnly() {
    List<Digest> diffIds = wanted.map(this::layersFor).orElse(record.diffIds());
    Mount mount = parts.mounts().readOnly(state, record, diffIds);
    parts.lastUsed().note(record.id(), parts.clock().instant());
    return mount;
  }

  private List<Digest> layersFor(Platform platform) {
    if (new Platform(record.os(), record.architecture(), record.variant(), "").matches(platform)) {
      return record.diffIds();
    }
    return record.variants().stream()
        .filter(
            variant ->
                new Platform(variant.os(), variant.architecture(), variant.variant(), "")
                    .matches(platform))
        .findFirst()
        .map(VariantRecord::diffIds)
        .orElseThrow(() -> new ImageNotFoundException(record.id() + " for platform " + platform));
  }
}
