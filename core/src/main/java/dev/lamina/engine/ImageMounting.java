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
    Chosen chosen = chosen();
    return mount(
        how -> parts.mounts().readOnly(state, record, chosen.config(), chosen.diffIds(), how));
  }

  @Override
  public WritableMount readWrite() {
    Chosen chosen = chosen();
    Image image = parts.reader().image(state, record);
    return mount(how -> readWrite(chosen, image, how));
  }

  private WritableMount readWrite(Chosen chosen, Image image, MountOptions how) throws IOException {
    OpenTree tree = parts.trees().ofLayers(state, image.id().toString(), chosen.diffIds(), how);
    return parts
        .mounts()
        .register(
            new TreeMount(
                parts,
                tree,
                new CommittedMount(record, chosen.config(), tree),
                () -> image,
                () -> RuntimeSettings.of(parts.reader(), chosen.config(), image)));
  }

  private <M extends Mount> M mount(MountPoints.Opening<M> opening) {
    try {
      M mount = new MountPoints(parts.driver().idMap()).open(options, opening);
      parts.lastUsed().note(record.id(), parts.clock().instant());
      return mount;
    } catch (IOException e) {
      throw Failures.of("cannot mount image " + record.id(), e);
    }
  }

  @Override
  public WritableMount asOciBundle(Path directory) {
    HostDirectories directories = new HostDirectories(parts.driver().idMap());
    try {
      Path bundle = directories.make(directory);
      Path root = directories.makeMountPoint(bundle.resolve(RuntimeBundle.ROOTFS));
      return withRuntimeConfig(at(root).readWrite(), bundle);
    } catch (IOException e) {
      directories.removeAfter(e);
      throw Failures.of("cannot make a runtime bundle of image " + record.id(), e);
    } catch (RuntimeException e) {
      directories.removeAfter(e);
      throw e;
    }
  }

  private static WritableMount withRuntimeConfig(WritableMount mount, Path bundle) {
    try {
      mount.writeRuntimeConfig(bundle);
      return mount;
    } catch (RuntimeException e) {
      closeAfter(e, mount);
      throw e;
    }
  }

  private static void closeAfter(RuntimeException failure, Mount mount) {
    try {
      mount.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
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
