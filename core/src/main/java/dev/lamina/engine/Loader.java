package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Image;
import dev.lamina.ImageNotFoundException;
import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.archive.ArchivedImage;
import dev.lamina.internal.archive.ImageArchives;
import dev.lamina.internal.archive.OpenArchive;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.catalog.Decision;
import dev.lamina.internal.catalog.StoreState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Loads an archive: reads its documents, receives what is not in the store yet, makes it durable,
 * and commits images and tags in one transaction.
 */
final class Loader {
  private final Parts parts;
  private final LoadRequest request;

  Loader(Parts parts, LoadRequest request) {
    this.parts = parts;
    this.request = request;
  }

  /** Opens an archive. */
  private interface Opening {
    OpenArchive open(ImageArchives archives) throws IOException;
  }

  List<Image> load(Path archive) {
    return load(archive.toString(), archives -> archives.open(archive, request.platforms()));
  }

  List<Image> load(InputStream archive) {
    return load("the stream", archives -> archives.receive(archive, request.platforms()));
  }

  private List<Image> load(String name, Opening opening) {
    try (Staging staging = parts.blobs().stage();
        OpenArchive archive =
            opening.open(
                new ImageArchives(staging, parts.executor(), request::advanced, parts.limits()))) {
      return load(archive.images(), staging);
    } catch (IOException e) {
      throw Failures.of("cannot load " + name + " into " + parts.root(), e);
    }
  }

  private List<Image> load(List<ArchivedImage> images, Staging staging) throws IOException {
    parts.unforced().prepare();
    Reception reception = new Reception(parts, staging, request);
    LoadTransaction transaction = new LoadTransaction(images, reception, parts.clock());
    LoadTransaction done = receiveAndCommit(images, staging, reception, transaction);
    StoreState state = parts.catalog().state();
    done.events().forEach(request::tellDone);
    done.refusedParent()
        .ifPresent(
            message -> {
              throw new InvalidArchiveException(message);
            });

    return loaded(images, state);
  }

  /** Each time that a removal overtakes it, more is received and less relied on, so it ends. */
  private LoadTransaction receiveAndCommit(
      List<ArchivedImage> images, Staging staging, Reception reception, LoadTransaction transaction)
      throws IOException {
    while (true) {
      reception.receive(images, parts.catalog().state());
      parts.unpacked().force(reception.unpacked().values());
      try {
        return parts
            .catalog()
            .decide(
                state -> {
                  Decision<LoadTransaction> decision = transaction.decide(state);
                  reception.requireKept(state);
                  Publishing.publish(parts, state, staging, reception.blobs(), "what was loaded");
                  Publishing.publish(parts.unpacked(), reception.unpacked());
                  return decision;
                });
      } catch (OvertakenException e) {
        // What it relied on is gone; it is received now.
      }
    }
  }

  private List<Image> loaded(List<ArchivedImage> images, StoreState state) {
    Set<Digest> ids = new LinkedHashSet<>();
    images.forEach(image -> ids.add(image.id()));
    List<Image> loaded = new ArrayList<>();
    for (Digest id : ids) {
      try {
        state.image(id).map(record -> parts.reader().image(state, record)).ifPresent(loaded::add);
      } catch (ImageNotFoundException e) {
        // It was loaded, and somebody has removed it.
      }
    }
    return loaded;
  }
}
