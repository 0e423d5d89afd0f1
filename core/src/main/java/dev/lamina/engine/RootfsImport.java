package dev.lamina.engine;

import dev.lamina.Compression;
import dev.lamina.Image;
import dev.lamina.Importing;
import dev.lamina.Platform;
import dev.lamina.StoreEvent.Action;
import dev.lamina.Tag;
import dev.lamina.internal.archive.HostTree;
import dev.lamina.internal.archive.RootfsArchive;
import dev.lamina.internal.blob.BlobExpectation;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.ConfigFields;
import dev.lamina.internal.oci.ConfigInstructions;
import dev.lamina.internal.oci.HistoryDocument;
import dev.lamina.internal.oci.RunConfigDocument;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** How a root file system is to become an image of one layer. */
record RootfsImport(
    Parts parts,
    Source source,
    Optional<String> message,
    List<String> instructions,
    Platform platform)
    implements Importing {

  /** Where the files come from, and what that is called. */
  record Source(String name, Receiver receiver) {
    /** Returns a tar, or a directory. */
    static Source of(Path path) {
      return new Source(
          path.toString(),
          Files.isDirectory(path)
              ? (parts, staging) ->
                  NewLayer.receive(
                      staging, parts, Compression.NONE, sink -> HostTree.write(path, sink))
              : ofTar(path.toString(), () -> Files.newInputStream(path)));
    }

    private static Receiver ofTar(String name, Opener opener) {
      return (parts, staging) -> {
        try (InputStream in = opener.open()) {
          return staging.receiveLayer(
              RootfsArchive.open(in, parts.limits()),
              new BlobExpectation(name, Optional.empty(), -1),
              parts.executor(),
              read -> {});
        }
      };
    }

    /** Returns a stream, which is its giver's to close, and can be read only once. */
    static Source of(InputStream stream) {
      AtomicBoolean used = new AtomicBoolean();
      return new Source(
          "-",
          ofTar(
              "-",
              () -> {
                if (used.getAndSet(true)) {
                  throw new IllegalStateException("the stream has been imported already");
                }
                return new FilterInputStream(stream) {
                  @Override
                  public void close() {}
                };
              }));
    }
  }

  /** Opens the tar. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /** Receives the layer that the image is to have. */
  @FunctionalInterface
  interface Receiver {
    ReceivedBlob receive(Parts parts, Staging staging) throws IOException;
  }

  @Override
  public Importing message(String other) {
    return new RootfsImport(parts, source, Optional.of(other), instructions, platform);
  }

  @Override
  public Importing change(String instruction) {
    List<String> more = Stream.concat(instructions.stream(), Stream.of(instruction)).toList();
    return new RootfsImport(parts, source, message, more, platform);
  }

  @Override
  public Importing platform(Platform other) {
    return new RootfsImport(parts, source, message, instructions, other);
  }

  @Override
  public Image named(String tag) {
    return make(Optional.of(Tag.parse(tag)));
  }

  @Override
  public Image unnamed() {
    return make(Optional.empty());
  }

  private Image make(Optional<Tag> tag) {
    StoreState unused = parts.catalog().state(); // A closed store says so before it reads the tar.
    RunConfigDocument config = ConfigInstructions.apply(RunConfigDocument.EMPTY, instructions);
    try (Staging staging = parts.blobs().stage()) {
      ReceivedBlob layer = source.receiver().receive(parts, staging);
      ConfigDocument document = config(config, layer);
      return new NewImage(document, List.of(layer), Optional.empty(), tag)
          .put(
              parts,
              staging,
              Action.IMPORT,
              state -> {},
              (events, image, naming) -> {
                naming.run();
                events.image(Action.IMPORT, image, image.id().toString());
              });
    } catch (IOException e) {
      throw Failures.of("cannot import " + source.name(), e);
    }
  }

  private ConfigDocument config(RunConfigDocument config, ReceivedBlob layer) {
    OffsetDateTime now = parts.clock().instant().atOffset(ZoneOffset.UTC);
    String comment = message.orElse("Imported from " + source.name());
    return new ConfigFields(
            now,
            "",
            comment,
            parts.engineVersion(),
            "",
            RunConfigDocument.EMPTY,
            config,
            platform.architecture(),
            platform.variant(),
            platform.os(),
            platform.osVersion(),
            List.of(),
            List.of(layer.layer().diffId()),
            List.of(new HistoryDocument(now, "", "", comment, false)))
        .toConfig();
  }
}
