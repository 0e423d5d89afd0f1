package dev.lamina.internal.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads the tables, documents and archives that the tests of this package rest on. */
final class Resources {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Resources() {}

  /** Returns a resource below {@code dev/lamina/}. */
  static byte[] bytes(String path) {
    try (InputStream in = Resources.class.getResourceAsStream("/dev/lamina/" + path)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  /** Returns the rows of a table without its heading, each a list of all its columns. */
  static List<List<String>> table(String path) {
    return text(path).lines().skip(1).map(line -> List.of(line.split("\t", -1))).toList();
  }

  static List<JsonNode> jsonLines(String path) {
    return text(path).lines().map(Resources::json).toList();
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] base64(String text) {
    return Base64.getDecoder().decode(text);
  }

  /** Returns the files of an archive by name. */
  static Map<String, byte[]> archive(String path) {
    return untar(bytes(path));
  }

  static Map<String, byte[]> untar(byte[] archive) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        files.put(e.getName(), tar.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
