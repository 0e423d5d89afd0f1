package dev.lamina.internal.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.tar.TarContents.Content;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.z.ZCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Tars of other projects: each is read as its listing says, or refused, and then for a reason. */
final class TarCasesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LARGEST_EXPANDED = 200_000_000;

  // The listings are cut off there.
  private static final int PYTHON_LISTED = 60;
  private static final int BSDTAR_LISTED = 40;

  // -rw-r--r--  0 tim    tim   3145728 Dec 22  2007 sparse
  private static final Pattern LISTED =
      Pattern.compile("(.)[-rwxsStT]{9}[+@ ]? *\\d+ +\\S+ +\\S+ +(\\d+) \\w+ +\\d+ +[\\d:]+ (.*)");

  private final Map<String, String> refused = new TreeMap<>();
  private final Map<String, String> mismatches = new TreeMap<>();
  private int matched;

  @Test
  void go(TestReporter reporter) throws IOException {
    Set<String> invalid = new TreeSet<>();
    for (Map<String, String> row : table("tar-go")) {
      if (row.get("err").equals("ErrHeader")) {
        invalid.add(row.get("file"));
      }
      JsonNode headers = JSON.readTree(row.get("headers"));
      JsonNode sums = JSON.readTree(row.get("md5").isEmpty() ? "[]" : row.get("md5"));
      compare(
          "tar-go",
          row.get("file"),
          row.get("err").equals("ErrHeader"),
          contents -> goDifference(contents, headers, sums));
    }

    report(reporter, "tar-go");

    assertThat(mismatches).isEmpty();
    assertThat(matched).isEqualTo(9);
    // Go takes the last of two PAX headers in a row, others merge them.
    assertThat(refused.remove("pax-multi-hdrs.tar")).contains("two PAX headers");
    assertThat(refused.keySet()).isEqualTo(invalid).hasSize(6);
  }

  @Test
  void libarchive(TestReporter reporter) throws IOException {
    compareListings("tar-libarchive");

    report(reporter, "tar-libarchive");

    assertThat(mismatches).isEmpty();
    assertThat(matched).isEqualTo(20);
    assertRefused(
        Map.of(
            "test_compat_plexus_archiver_tar.tar", "half an end marker",
            "test_read_format_tar_V_negative_size.tar", "size is out of range",
            "test_read_format_tar_empty_filename.tar", "empty name",
            "test_read_format_tar_pax_large_attr.tar.Z", "exceeds the limit",
            "test_read_format_tar_pax_sun_holesdata.tar", "Solaris",
            "test_read_format_tar_pax_timestamps.tar", "PAX mtime",
            "test_read_pax_empty_val_no_nl.tar", "malformed PAX header"));
  }

  @Test
  void commonsCompress(TestReporter reporter) throws IOException {
    compareListings("tar-commons-compress");

    report(reporter, "tar-commons-compress");

    assertThat(mismatches).isEmpty();
    assertThat(matched).isEqualTo(39);
    assertRefused(
        Map.of(
            "COMPRESS-356.tar", "wrong header checksum",
            "COMPRESS-529-fail.tar", "PAX mtime",
            "COMPRESS-569-fail.tar", "checksum",
            "synthetic__long-name__gnu.tar", "name too long",
            "synthetic__long-name__pax.tar", "name too long"));
  }

  @Test
  void rust(TestReporter reporter) throws IOException {
    compareListings("tar-rs");

    report(reporter, "tar-rs");

    assertThat(mismatches).isEmpty();
    assertThat(matched).isEqualTo(10);
    assertRefused(Map.of());
  }

  @Test
  void python_ownerThatNoKernelHas_refusedThereAndReadWithAnother(TestReporter reporter)
      throws IOException {
    Map<String, String> row = table("tar-python").get(0);
    JsonNode expected = JSON.readTree(row.get("expected")).get("entries");
    byte[] tar = bytes("tar-python", row.get("file"));
    List<Content> before = new ArrayList<>();

    String reason = readUntilRefused(before, tar);
    List<Content> all = TarContents.read(withOwner(tar, "gnu/regtype-gnu-uid", 100));

    reporter.publishEntry("tar-python", all.size() + " members matched; as it is: " + reason);
    assertThat(reason).contains("\"gnu/regtype-gnu-uid\"").contains("uid out of range");
    assertThat(pythonDifference(before, expected, false)).isEmpty();
    assertThat(pythonDifference(all, expected, true)).isEqualTo("gnu/regtype-gnu-uid: uid 100");
  }

  @Test
  void tarSplit_tarsToGiveBackByteForByte_areRead(TestReporter reporter) throws IOException {
    for (Map<String, String> row : table("tar-split")) {
      List<Content> contents = TarContents.read(bytes("tar-split", row.get("file")));

      reporter.publishEntry(row.get("file"), contents.size() + " members");
      assertThat(contents).as(row.get("file")).isNotEmpty();
    }
  }

  private void assertRefused(Map<String, String> reasons) {
    assertThat(refused.keySet()).isEqualTo(reasons.keySet());
    reasons.forEach((file, reason) -> assertThat(refused.get(file)).as(file).contains(reason));
  }

  private interface Comparison {
    /** Returns what differs; empty if nothing does. */
    String difference(List<Content> contents) throws IOException;
  }

  private void compareListings(String folder) throws IOException {
    for (Map<String, String> row : table(folder)) {
      String file = row.get("file");
      if (row.getOrDefault("expect", "").equals("gzip") || file.endsWith(".zst")) {
        continue;
      }
      boolean reject = row.getOrDefault("expect", "").startsWith("reject");
      compare(folder, file, reject, contents -> listingDifference(row, contents));
    }
  }

  private void compare(String folder, String file, boolean reject, Comparison comparison)
      throws IOException {
    List<Content> contents = new ArrayList<>();
    String reason = readUntilRefused(contents, bytes(folder, file));
    if (!reason.isEmpty()) {
      refused.put(file, reason);
      return;
    }
    String difference = reject ? "not refused" : comparison.difference(contents);
    if (difference.isEmpty()) {
      matched++;
    } else {
      mismatches.put(file, difference);
    }
  }

  private static String readUntilRefused(List<Content> contents, byte[] tar) throws IOException {
    try {
      TarContents.readInto(contents, new ByteArrayInputStream(tar));
      return "";
    } catch (InvalidArchiveException e) {
      return e.getMessage();
    }
  }

  private void report(TestReporter reporter, String folder) {
    reporter.publishEntry(folder, matched + " matched, " + refused.size() + " refused: " + refused);
  }

  /** Both listings are another tool's: what either says is right. */
  private static String listingDifference(Map<String, String> row, List<Content> contents)
      throws IOException {
    JsonNode python =
        row.get("python").isEmpty() ? JSON.nullNode() : JSON.readTree(row.get("python"));
    String fromPython =
        python.path("ok").asBoolean()
            ? pythonDifference(contents, python.get("entries"), true)
            : "no listing";
    if (fromPython.isEmpty()) {
      return "";
    }
    String fromBsdtar = bsdtarDifference(contents, JSON.readTree(row.get("bsdtar")));
    return fromBsdtar.isEmpty() ? "" : fromPython + "; " + fromBsdtar;
  }

  private static String pythonDifference(List<Content> contents, JsonNode entries, boolean all) {
    List<JsonNode> expected = new ArrayList<>();
    for (JsonNode entry : entries) {
      // Solaris ACLs are no files.
      if (!entry.get("type").asText().equals("A")) {
        expected.add(entry);
      }
    }
    boolean cut = expected.size() == PYTHON_LISTED && contents.size() > PYTHON_LISTED;
    if (all && !cut && contents.size() != expected.size()) {
      return contents.size() + " members instead of " + expected.size();
    }
    for (int i = 0; i < Math.min(contents.size(), expected.size()); i++) {
      String difference = pythonDifference(contents.get(i), expected.get(i));
      if (!difference.isEmpty()) {
        return contents.get(i).path() + ": " + difference;
      }
    }
    return "";
  }

  private static String pythonDifference(Content content, JsonNode expected) {
    if (!content.path().equals(cleaned(expected.get("name").asText()))) {
      return "name instead of " + expected.get("name");
    }
    String type = expected.get("type").asText();
    if (!typeOf(content.entry()).equals(type.equals("sparse") ? "file" : type)) {
      return "type " + typeOf(content.entry());
    }
    if (content.entry() instanceof LayerEntry.HardLink link) {
      String target = cleaned(expected.get("link").asText());
      return link.target().toString().equals(target) ? "" : "target " + link.target();
    }
    if (content.entry() instanceof LayerEntry.Symlink link
        && !ByteNames.decode(link.target()).equals(expected.get("link").asText())) {
      return "target " + ByteNames.decode(link.target());
    }
    EntryAttributes attributes = attributes(content.entry());
    int mode = Integer.decode(expected.get("mode").asText().replace("0o", "0")) & 07777;
    if (attributes.mode() != mode) {
      return "mode " + attributes.mode();
    }
    if (attributes.uid() != expected.get("uid").asLong()) {
      return "uid " + attributes.uid();
    }
    if (attributes.gid() != expected.get("gid").asLong()) {
      return "gid " + attributes.gid();
    }
    double seconds = attributes.modifiedNanos() / 1e9;
    if (Math.abs(seconds - expected.get("mtime").asDouble()) > 1e-5) {
      return "mtime " + seconds;
    }
    if (content.entry() instanceof LayerEntry.File file) {
      if (file.size() != expected.get("size").asLong()) {
        return "size " + file.size();
      }
      String sum = expected.path("sha256").asText("");
      if (sum.length() == 64
          && file.size() < LARGEST_EXPANDED
          && !sum.equals(digest("SHA-256", content.expanded()))) {
        return "contents";
      }
    }
    return "";
  }

  private static String bsdtarDifference(List<Content> contents, JsonNode lines) {
    List<String> expected = new ArrayList<>();
    for (JsonNode line : lines) {
      if (!line.asText().isEmpty()) {
        expected.add(line.asText());
      }
    }
    boolean cut = expected.size() == BSDTAR_LISTED && contents.size() > BSDTAR_LISTED;
    if (!cut && contents.size() != expected.size()) {
      return contents.size() + " members instead of " + expected.size();
    }
    for (int i = 0; i < expected.size(); i++) {
      Matcher line = LISTED.matcher(expected.get(i));
      if (!line.matches()) {
        return "unknown line " + expected.get(i);
      }
      Content content = contents.get(i);
      String name = line.group(3).replaceFirst(" (->|link to) .*", "");
      // Names in other encodings are printed in several ways.
      boolean plain = name.chars().allMatch(c -> c < 0x80 && c != '\\');
      if (plain && !content.path().equals(cleaned(name))) {
        return content.path() + " instead of " + name;
      }
      if (content.entry() instanceof LayerEntry.File file
          && file.size() != Long.parseLong(line.group(2))) {
        return name + ": size " + file.size();
      }
      boolean directory = content.entry() instanceof LayerEntry.Directory;
      if (directory != line.group(1).equals("d")) {
        return name + ": type " + typeOf(content.entry());
      }
    }
    return "";
  }

  private static String goDifference(List<Content> contents, JsonNode headers, JsonNode sums) {
    if (contents.size() != headers.size()) {
      return contents.size() + " members instead of " + headers.size();
    }
    for (int i = 0; i < headers.size(); i++) {
      String difference = goDifference(contents.get(i), headers.get(i));
      if (difference.isEmpty() && i < sums.size()) {
        boolean same = digest("MD5", contents.get(i).stored()).equals(sums.get(i).asText());
        difference = same ? "" : "contents";
      }
      if (!difference.isEmpty()) {
        return contents.get(i).path() + ": " + difference;
      }
    }
    return "";
  }

  private static String goDifference(Content content, JsonNode expected) {
    if (!content.path().equals(cleaned(goText(expected.get("Name"))))) {
      return "name instead of " + expected.get("Name");
    }
    EntryAttributes attributes = attributes(content.entry());
    if (attributes.mode() != expected.path("Mode").asInt()) {
      return "mode " + attributes.mode();
    }
    if (attributes.uid() != expected.path("Uid").asLong()
        || attributes.gid() != expected.path("Gid").asLong()) {
      return "owner " + attributes.uid() + ":" + attributes.gid();
    }
    JsonNode time = expected.get("ModTime").get("args");
    if (attributes.modifiedNanos() != time.get(0).asLong() * 1_000_000_000 + time.get(1).asLong()) {
      return "mtime " + attributes.modifiedNanos();
    }
    if (content.entry() instanceof LayerEntry.File file
        && file.size() != expected.path("Size").asLong()) {
      return "size " + file.size();
    }
    if (content.entry() instanceof LayerEntry.Symlink link
        && !ByteNames.decode(link.target()).equals(expected.get("Linkname").asText())) {
      return "target " + ByteNames.decode(link.target());
    }
    return xattrDifference(attributes.xattrs(), expected.path("Xattrs"));
  }

  private static String xattrDifference(Map<String, byte[]> xattrs, JsonNode expected) {
    Map<String, String> wanted = new TreeMap<>();
    for (Map.Entry<String, JsonNode> xattr : expected.properties()) {
      if (!xattr.getKey().equals("security.selinux")) {
        wanted.put(xattr.getKey(), xattr.getValue().asText());
      }
    }
    Map<String, String> found = new TreeMap<>();
    xattrs.forEach((name, value) -> found.put(name, new String(value, UTF_8)));
    return found.equals(wanted) ? "" : "xattrs " + found;
  }

  private static String goText(JsonNode text) {
    return text.has("$bytes")
        ? ByteNames.decode(HexFormat.of().parseHex(text.get("$bytes").asText()))
        : text.asText();
  }

  private static EntryAttributes attributes(LayerEntry entry) {
    if (entry instanceof LayerEntry.File file) {
      return file.attributes();
    } else if (entry instanceof LayerEntry.Directory directory) {
      return directory.attributes();
    } else if (entry instanceof LayerEntry.Symlink link) {
      return link.attributes();
    } else if (entry instanceof LayerEntry.Device device) {
      return device.attributes();
    }
    return ((LayerEntry.Fifo) entry).attributes();
  }

  private static String typeOf(LayerEntry entry) {
    if (entry instanceof LayerEntry.Device device) {
      return device.block() ? "blk" : "chr";
    }
    String name = entry.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return name.equals("directory") ? "dir" : name;
  }

  private static String cleaned(String name) {
    return name.replaceAll("^(\\./|/)+", "").replaceAll("/+$", "").replaceAll("^\\.$", "");
  }

  private static byte[] withOwner(byte[] tar, String name, long owner) {
    byte[] changed = tar.clone();
    byte[] start = (name + "\0").getBytes(UTF_8);
    for (int at = 0; at + 512 <= tar.length; at += 512) {
      if (Arrays.equals(tar, at, at + start.length, start, 0, start.length)) {
        TestTar.Header header = TestTar.header('0', "").put(0, slice(tar, at));
        System.arraycopy(header.uid(owner).gid(owner).block(), 0, changed, at, 512);
      }
    }
    return changed;
  }

  private static byte[] slice(byte[] tar, int at) {
    return Arrays.copyOfRange(tar, at, at + 512);
  }

  private static String digest(String algorithm, byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Path cases() {
    String cases = System.getProperty("lamina.cases", "");
    assumeTrue(
        !cases.isEmpty() && !cases.startsWith("${"),
        "needs -Dlamina.cases: tars of other projects");
    return Path.of(cases);
  }

  private static List<Map<String, String>> table(String folder) throws IOException {
    List<String> lines = Files.readAllLines(cases().resolve(folder).resolve("cases.tsv"), UTF_8);
    String[] columns = lines.get(0).split("\t", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split("\t", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < columns.length; i++) {
        row.put(columns[i], i < values.length ? values[i] : "");
      }
      rows.add(row);
    }
    return rows;
  }

  private static byte[] bytes(String folder, String file) throws IOException {
    try (InputStream in = Files.newInputStream(cases().resolve(folder).resolve(file));
        InputStream tar = unpacked(file, in)) {
      return tar.readAllBytes();
    }
  }

  private static InputStream unpacked(String file, InputStream in) throws IOException {
    if (file.endsWith("gz")) {
      return new GZIPInputStream(in);
    } else if (file.endsWith(".bz2")) {
      return new BZip2CompressorInputStream(in);
    }
    return file.endsWith(".Z") ? new ZCompressorInputStream(in) : in;
  }
}
