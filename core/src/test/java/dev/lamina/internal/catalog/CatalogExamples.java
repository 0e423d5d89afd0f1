package dev.lamina.internal.catalog;

import dev.lamina.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Records and changes for tests: some by number, some at random. */
final class CatalogExamples {
  private final Random random;

  CatalogExamples(long seed) {
    random = new Random(seed);
  }

  /** Returns the digest with a number. */
  static Digest digest(long number) {
    byte[] value = new byte[32];
    new Random(number).nextBytes(value);
    return Digest.sha256(value);
  }

  static LayerRecord layer(int number) {
    return new LayerRecord(
        digest(number), number, 2L * number, List.of(new LayerForm(digest(-number), 7, "gzip")));
  }

  /** Returns an image whose only layer has the same number. */
  static ImageRecord image(int number) {
    return ImageRecord.builder(digest(1_000_000L + number))
        .platform("linux", "amd64")
        .created(Instant.ofEpochSecond(number, 5))
        .diffIds(List.of(digest(number)))
        .build();
  }

  static String reference(int number) {
    return "docker.io/library/app:" + number;
  }

  /** Returns the transaction that adds an image with its layer and its reference. */
  static Transaction adding(int number) {
    return Transaction.of(
        new Change.PutLayer(layer(number)),
        new Change.PutImage(image(number)),
        new Change.PutReference(reference(number), image(number).id()));
  }

  /** Returns what a state has, to compare it. */
  static List<Change> contents(StoreState state) {
    return state.toChanges().toList();
  }

  private Digest someDigest(int kind, int count) {
    return digest(kind * 1000L + random.nextInt(count));
  }

  private <T> List<T> some(int max, java.util.function.Supplier<T> one) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(max + 1); i > 0; i--) {
      list.add(one.get());
    }
    return list;
  }

  private String text() {
    String[] texts = {
      "", "linux", "v7", "a \"b\"\\\n", "Ж\u0000\u2028", "\ud800", "😀", "{\"x\":1}"
    };
    return texts[random.nextInt(texts.length)];
  }

  private Optional<Instant> instant() {
    Instant[] instants = {
      Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.ofEpochSecond(-1, 999_999_999)
    };
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(instants[random.nextInt(instants.length)]);
  }

  private BlobRef blobRef() {
    return new BlobRef(someDigest(5, 20), text(), random.nextLong(), text());
  }

  private VariantRecord variant() {
    return new VariantRecord(
        text(),
        text(),
        text(),
        text(),
        someDigest(5, 20),
        someDigest(5, 20),
        some(3, () -> someDigest(2, 30)));
  }

  private ImageRecord image(StoreState state) {
    List<Digest> layers = state.layers().map(LayerRecord::diffId).toList();
    return new ImageRecord(
        someDigest(1, 20),
        random.nextBoolean() ? Optional.empty() : Optional.of(someDigest(1, 20)),
        instant(),
        text(),
        text(),
        text(),
        text(),
        layers.isEmpty() ? List.of() : some(4, () -> layers.get(random.nextInt(layers.size()))),
        instant(),
        some(2, this::blobRef),
        some(2, this::variant),
        some(3, () -> someDigest(5, 20)),
        random.nextBoolean() ? Optional.empty() : Optional.of(texts()));
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    some(3, this::text).forEach(key -> texts.put(key, text()));
    return texts;
  }

  ContainerRecord container(StoreState state) {
    List<Digest> layers = state.layers().map(LayerRecord::diffId).toList();
    return new ContainerRecord(
        someDigest(6, 10).hex(),
        "c" + random.nextInt(10),
        someDigest(1, 20),
        text(),
        layers.isEmpty() ? List.of() : some(4, () -> layers.get(random.nextInt(layers.size()))),
        text(),
        texts(),
        Instant.ofEpochSecond(random.nextInt(), 7),
        ContainerRecord.RUNNING,
        instant(),
        instant(),
        random.nextInt(3),
        text());
  }

  private EventRecord event(StoreState state) {
    return new EventRecord(
        state.lastEvent() + 1,
        Instant.ofEpochSecond(random.nextInt(), 7),
        EventRecord.IMAGE,
        "tag",
        text(),
        texts(),
        text());
  }

  private LayerRecord layer() {
    List<LayerForm> forms = some(2, () -> new LayerForm(someDigest(5, 20), 9, "zstd"));
    forms.add(new LayerForm(someDigest(5, 20), Long.MAX_VALUE, text()));
    return new LayerRecord(someDigest(2, 30), random.nextLong(), random.nextLong(), forms);
  }

  /** Returns a change of any kind, which may be one that cannot be made. */
  Change change(StoreState state) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> new Change.PutImage(image(state));
      case 2 -> new Change.RemoveImage(someDigest(1, 20));
      case 3, 4 -> new Change.PutReference(reference(random.nextInt(20)), someDigest(1, 20));
      case 5 -> new Change.RemoveReference(reference(random.nextInt(20)));
      case 6 -> new Change.PutLayer(layer());
      case 7, 8 -> new Change.PutContainer(container(state));
      case 9 -> new Change.RemoveContainer(someDigest(6, 10).hex());
      case 10 -> new Change.AddEvent(event(state));
      default -> new Change.RemoveLayer(someDigest(2, 30));
    };
  }

  /** Returns a transaction that can be made. */
  Transaction transaction(StoreState state) {
    List<Change> changes = new ArrayList<>();
    StoreState after = state;
    while (changes.isEmpty() || random.nextInt(4) > 0) {
      Change change = change(after);
      try {
        after = after.apply(change);
        changes.add(change);
      } catch (IllegalArgumentException e) {
        // Another one, then.
      }
    }
    return new Transaction(changes);
  }

  /** Flips a bit of a hexadecimal text, for what must not be found. */
  static Digest other(Digest digest) {
    byte[] value = HexFormat.of().parseHex(digest.hex());
    value[0] ^= 1;
    return Digest.sha256(value);
  }
}
