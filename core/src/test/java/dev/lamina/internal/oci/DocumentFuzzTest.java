package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged documents are read or refused, and nothing else ever happens. */
final class DocumentFuzzTest {
  private static final int ROUNDS = 4000;

  static Stream<Arguments> documents() {
    byte[] chain = Resources.archive("golden/fixtures/given-chain.tar").get("manifest.json");
    return Stream.of(
        Arguments.of("archive manifest", chain, parser(ArchiveManifestDocument::parse)),
        Arguments.of(
            "config",
            Resources.bytes("oci/jib/containerconfig.json"),
            parser(DocumentFuzzTest::inspect)),
        Arguments.of(
            "v1",
            Resources.bytes("oci/jib/containerconfig.json"),
            parser(DocumentFuzzTest::convert)),
        Arguments.of(
            "manifest",
            Resources.bytes("oci/image-spec/manifest-03-valid.json"),
            parser((raw, name) -> ManifestDocument.parse(raw, name, null))),
        Arguments.of(
            "index",
            Resources.bytes("oci/image-spec/index-docker-00-valid.json"),
            parser((raw, name) -> IndexDocument.parse(raw, name, MediaTypes.DOCKER_LIST))),
        Arguments.of(
            "layout",
            Resources.bytes("oci/image-spec/layout-01-valid.json"),
            parser(OciLayoutDocument::parse)),
        Arguments.of(
            "repositories",
            Resources.utf8("{\"a\":{\"b\":\"" + "c4".repeat(32) + "\"},\"d\":{}}"),
            parser(LegacyDocuments::parseRepositories)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void parse_damaged_isReadOrRefused(String name, byte[] valid, Function<byte[], Object> parser) {
    assertThat(parser.apply(valid)).isNotNull();

    int refused = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      byte[] damaged = damage(valid, new Random(seed));
      try {
        assertThat(parser.apply(damaged)).isNotNull();
      } catch (InvalidArchiveException e) {
        refused++;
        assertThat(e.getMessage().chars())
            .as("seed %s: %s", seed, e.getMessage())
            .noneMatch(Character::isISOControl);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(refused).isGreaterThan(ROUNDS / 4).isLessThan(ROUNDS);
  }

  private interface Parser {
    Object parse(byte[] raw, String name);
  }

  private static Function<byte[], Object> parser(Parser parser) {
    return raw -> parser.parse(raw, "document");
  }

  private static Object inspect(byte[] raw, String name) {
    ConfigDocument config = ConfigDocument.parse(raw, name);
    return InspectDocument.toJson(
        config,
        new InspectFacts(
            config.id(),
            List.of(),
            List.of(),
            Optional.empty(),
            0,
            "vfs",
            Map.of(),
            Optional.empty()));
  }

  /** Whatever is read of an old image makes a config that can be read. */
  private static Object convert(byte[] raw, String name) {
    V1ImageDocument v1 = V1ImageDocument.parse(raw, name);
    Digest layer = Digest.parse("sha256:" + "0".repeat(64));
    byte[] config = v1.config(List.of(layer), List.of(v1.historyStep()));
    return ConfigDocument.parse(config, name);
  }

  private static byte[] damage(byte[] valid, Random random) {
    byte[] damaged = valid.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(5)) {
        case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> damaged[at] = (byte) random.nextInt(256);
        case 2 -> damaged = Arrays.copyOf(damaged, Math.max(1, at));
        case 3 -> damaged = spliced(damaged, at, token(random));
        default -> damaged = spliced(damaged, at, new byte[0]);
      }
    }
    return damaged;
  }

  private static byte[] token(Random random) {
    String[] tokens = {
      "null",
      "{",
      "}",
      "[",
      "]",
      ",",
      "\"",
      "\\u0000",
      "-1",
      "1e400",
      "\"layers\":[],",
      "\ud83d\ude00"
    };
    return Resources.utf8(tokens[random.nextInt(tokens.length)]);
  }

  /** Replaces one byte. */
  private static byte[] spliced(byte[] in, int at, byte[] middle) {
    byte[] out = new byte[in.length - 1 + middle.length];
    System.arraycopy(in, 0, out, 0, at);
    System.arraycopy(middle, 0, out, at, middle.length);
    System.arraycopy(in, at + 1, out, at + middle.length, in.length - at - 1);
    return out.length == 0 ? new byte[] {'x'} : out;
  }
}
