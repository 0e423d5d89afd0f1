package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Image;
import dev.lamina.ImageNotFoundException;
import dev.lamina.Mount;
import dev.lamina.Mounting;
import dev.lamina.Platform;
import dev.lamina.WritableMount;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.VariantRecord;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.MountOptions.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How an image is to be mounted. */
record ImageMounting(
    Parts parts,
    StoreState state,
    ImageRecord record,
    Optional<Platform> wanted,
    MountOptions options)
    implements Mounting {
  /** What is mounted: the image, or its variant for another platform. */
  private record Chosen(Digest config, List<Digest> diffIds) {}

  @Override
  public Mounting platform(Platform platform) {
    return new ImageMounting(parts, state, record, Optional.of(platform), options);
  }

  @Override
  public Mounting asUser(long uid, long gid) {
    return with(options.user(new Credentials(uid, gid)));
  }

  @Override
  public Mounting at(Path directory) {
    return with(options.at(directory));
  }

  private ImageMounting with(MountOptions other) {
    return new ImageMounting(parts, state, record, wanted, other);
  }

  @Override
  public Mount readOnly() {
    List<Digest> diffIds = chosen().diffIds();
    Mount mount = parts.mounts().readOnly(state, record, diffIds, options);
    parts.lastUsed().note(record.id(), parts.clock().instant());
    return mount;
  }

  @Override
  public WritableMount readWrite() {
    Chosen chosen = chosen();
    Image image = parts.reader().image(state, record);
    String name = image.id().toString();
    try {
      OpenTree tree = parts.trees().ofLayers(state, name, chosen.diffIds(), options);
      CommittedMount source = new CommittedMount(record, chosen.config(), tree);
      WritableMount mount =
          parts.mounts().register(new TreeMount(parts, tree, source, () -> image));
      parts.lastUsed().note(record.id(), parts.clock().instant());
      return mount;
    } catch (IOException e) {
      throw Failures.of("cannot mount image " + name, e);
    }
  }

  @Override
  public WritableMount asOciBundle(Path directory) {
    throw new UnsupportedOperationException();
  }

  private Chosen chosen() {
    return wanted.map(this::variantFor).orElseGet(() -> new Chosen(record.id(), record.diffIds()));
  }

  private Chosen variantFor(Platform platform) {
    if (new Platform(record.os(), record.architecture(), record.variant(), "").matches(platform)) {
      return new Chosen(record.id(), record.diffIds());
    }
    return record.variants().stream()
        .filter(variant -> platformOf(variant).matches(platform))
        .findFirst()
        .map(variant -> new Chosen(variant.config(), variant.diffIds()))
        .orElseThrow(() -> new ImageNotFoundException(record.id() + " for platform " + platform));
  }

  private static Platform platformOf(VariantRecord variant) {
    return new Platform(variant.os(), variant.architecture(), variant.variant(), "");
  }
}
