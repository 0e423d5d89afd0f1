package dev.lamina.internal.archive;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Repository;
import dev.lamina.Tag;
import dev.lamina.internal.blob.Sha256;
import dev.lamina.internal.compress.Compression;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.HistoryDocument;
import dev.lamina.internal.oci.LegacyDocuments;
import dev.lamina.internal.oci.V1ImageDocument;
import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what {@code docker save} wrote before version 1.10: {@code repositories}, and for each
 * layer a directory with {@code json} and {@code layer.tar}. The configuration is made as the
 * engine makes it, so that the image gets the same ID.
 */
final class LegacyArchiveReader {
  static final String REPOSITORIES = LegacyDocuments.REPOSITORIES;

  private final Documents documents;
  private final Map<String, Digest> diffIds = new HashMap<>();

  LegacyArchiveReader(Documents documents) {
    this.documents = documents;
  }

  List<ArchivedImage> read() throws IOException {
    Map<String, Map<String, String>> repositories =
        LegacyDocuments.parseRepositories(documents.manifest(REPOSITORIES), REPOSITORIES);
    Map<String, List<Tag>> tags = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, String>> repository : repositories.entrySet()) {
      for (Map.Entry<String, String> tag : repository.getValue().entrySet()) {
        tags.computeIfAbsent(tag.getValue(), id -> new ArrayList<>())
            .add(tag(repository.getKey(), tag.getKey()));
      }
    }
    List<ArchivedImage> images = new ArrayList<>();
    for (Map.Entry<String, List<Tag>> image : tags.entrySet()) {
      images.add(image(image.getKey(), image.getValue()));
    }
    if (images.isEmpty()) {
      throw new InvalidArchiveException(REPOSITORIES + " lists no image");
    }
    return images;
  }

  private ArchivedImage image(String top, List<Tag> tags) throws IOException {
    Deque<V1ImageDocument> chain = new ArrayDeque<>();
    Deque<String> names = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    Optional<String> next = Optional.of(top);
    while (next.isPresent()) {
      String id = next.get();
      if (!seen.add(id)) {
        throw new InvalidArchiveException("the parents of layer " + id + " go round in a circle");
      }
      V1ImageDocument document =
          V1ImageDocument.parse(documents.config(id + "/json"), id + "/json");
      chain.addFirst(document);
      documents.requireLayers(chain.size(), "image " + top);
      names.addFirst(id + "/layer.tar");
      next = document.parent();
    }
    List<Digest> layers = new ArrayList<>();
    for (String name : names) {
      layers.add(diffId(name));
    }
    List<HistoryDocument> history = chain.stream().map(V1ImageDocument::historyStep).toList();
    ConfigDocument config =
        ConfigDocument.parse(chain.getLast().config(layers, history), "config of " + top);
    return DockerArchiveReader.image(config, List.copyOf(names), tags, Optional.empty(), documents);
  }

  /** Such an archive does not say the DiffIDs of its layers. */
  private Digest diffId(String name) throws IOException {
    Digest known = diffIds.get(name);
    if (known != null) {
      return known;
    }
    BlobSource source = documents.files().blob(name);
    Digest diffId =
        source.received().isPresent() ? source.received().get().layer().diffId() : hash(source);
    diffIds.put(name, diffId);
    return diffId;
  }

  private Digest hash(BlobSource source) throws IOException {
    byte[] head;
    try (InputStream in = source.opener().open()) {
      head = in.readNBytes(16);
    }
    try (DigestInputStream in =
        new DigestInputStream(
            Decompression.open(
                Compression.sniff(head, head.length), source.opener().open(), documents.limits()),
            Sha256.create())) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // Only the digest is wanted.
      }
      return Digest.sha256(in.getMessageDigest());
    }
  }

  private static Tag tag(String repository, String tag) {
    try {
      return Tag.of(Repository.parse(repository), tag);
    } catch (InvalidReferenceException e) {
      throw new InvalidArchiveException(
          "%s: %s:%s: %s"
              .formatted(
                  REPOSITORIES,
                  ByteNames.escape(repository),
                  ByteNames.escape(tag),
                  e.getMessage()),
          e);
    }
  }
}
