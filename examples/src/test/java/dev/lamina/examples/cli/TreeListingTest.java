package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.spi.ByteNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compares with what find, stat, getfattr and awk print of the same files. */
final class TreeListingTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void files_entries_areAsFindPrintsThem() throws IOException {
    TreeListing listing = new FilesListing(out);

    listing.add(entry("", 0040755, Map.of()));
    listing.add(entry("bin", 0040700, Map.of("size", 4096L, "uid", -2, "gid", 3000001)));
    listing.add(entry("null", 0020666, Map.of("rdev", 0x103L)));
    listing.add(entry("fifo", 0010600, Map.of()));
    listing.add(entry("block", 0060660, Map.of()));
    listing.add(entry("sudo", 0104711, Map.of("size", 5L)));
    listing.add(entry("closed", 0100000, Map.of("size", 5_000_000_000L)));

    assertThat(text())
        .isEqualTo(
            """
            d\t700\t4294967294\t3000001\t0\t1700000000\tbin\t
            c\t666\t0\t0\t0\t1700000000\tnull\t
            p\t600\t0\t0\t0\t1700000000\tfifo\t
            b\t660\t0\t0\t0\t1700000000\tblock\t
            f\t4711\t0\t0\t5\t1700000000\tsudo\t
            f\t0\t0\t0\t5000000000\t1700000000\tclosed\t
            """);
  }

  @Test
  void files_timeBefore1970_isTheEnginesZero() throws IOException {
    FileTime time = FileTime.from(Instant.parse("1969-12-31T23:59:58.5Z"));

    new FilesListing(out).add(entry("old", 0100644, Map.of("lastModifiedTime", time)));

    assertThat(text()).isEqualTo("f\t644\t0\t0\t0\t0\told\t\n");
  }

  @Test
  void files_oddName_staysAsItIsButForLineFeeds() throws IOException {
    new FilesListing(out).add(entry("a\tb\nc\\d\uDCE9ü", 0100644, Map.of()));

    assertThat(out.toByteArray())
        .endsWith('a', '\t', 'b', '\\', 'n', 'c', '\\', 'd', 0xE9, 0xC3, 0xBC, '\t', '\n');
  }

  @Test
  void devices_numbers_areHexadecimal() throws IOException {
    TreeListing listing = new DevicesListing(out);

    listing.add(entry("data/block", 0060644, Map.of("rdev", 0x7c8L)));
    // makedev(300, 70000) and makedev(0xabcdef12, 0x3456789a)
    listing.add(entry("data/huge", 0020644, Map.of("rdev", 0x11112c70L)));
    listing.add(entry("data/most", 0020644, Map.of("rdev", 0xabcde345678f129aL)));
    listing.add(entry("data/file", 0100644, Map.of()));

    assertThat(text())
        .isEqualTo(
            """
            ./data/block block special file 0x7 0xc8
            ./data/huge character special file 0x12c 0x11170
            ./data/most character special file 0xabcdef12 0x3456789a
            """);
  }

  @Test
  void hardLinks_sets_areSortedLines() throws IOException {
    TreeListing listing = new HardLinksListing(out);

    listing.add(entry("a", 0100644, Map.of("ino", 9L, "nlink", 2)));
    listing.add(entry("a-b", 0120777, Map.of("ino", 3L, "nlink", 3)));
    listing.add(entry("a/c", 0100644, Map.of("ino", 5L, "nlink", 2)));
    listing.add(entry("a\u0001", 0100644, Map.of("ino", 7L, "nlink", 2)));
    listing.add(entry("d", 0100644, Map.of("ino", 9L, "nlink", 2)));
    listing.add(entry("e", 0100644, Map.of("ino", 7L, "nlink", 2)));
    listing.add(entry("tab\there", 0120777, Map.of("ino", 3L, "nlink", 3)));
    listing.add(entry("z", 0040755, Map.of("ino", 5L, "nlink", 2)));
    listing.finish();

    assertThat(text()).isEqualTo("a\u0001\te\na\td\na-b\ttab\n");
  }

  @Test
  void xattrs_names_areQuotedAsGetfattrDoes() throws IOException {
    XattrsListing listing = new XattrsListing(out);
    Map<String, Object> xattrs = new LinkedHashMap<>();
    xattrs.put("user.c=d", new byte[] {'1'});
    xattrs.put("user.s p", new byte[] {'q'});
    xattrs.put("user.back\\s", new byte[] {'z'});
    xattrs.put("user.a", new byte[0]);
    xattrs.put("trusted.overlay.opaque", new byte[] {'y'});
    xattrs.put("security.capability", new byte[] {1, 0, (byte) 0xff});

    listing.add(name("back\\sl\nash\r"), xattrs);
    listing.add(name("none"), Map.of("system.posix_acl_access", new byte[1]));
    listing.add(name("eq=x"), Map.of("user.é", new byte[] {'2'}));
    listing.add(name(""), Map.of("user.root", new byte[] {'r'}));

    assertThat(text())
        .isEqualTo(
            """
            # file: back\\134sl\\012ash\\015
            security.capability=0x0100ff
            user.a=0x
            user.back\\134s=0x7a
            user.c\\075d=0x31
            user.s p=0x71

            # file: eq=x
            user.é=0x32

            # file: .
            user.root=0x72

            """);
  }

  private static TreeEntry entry(String name, int mode, Map<String, Object> more) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("mode", mode);
    attributes.put("uid", 0);
    attributes.put("gid", 0);
    attributes.put("nlink", 1);
    attributes.put("ino", 1L);
    attributes.put("rdev", 0L);
    attributes.put("size", 0L);
    attributes.put("lastModifiedTime", FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
    attributes.putAll(more);
    return new TreeEntry(Path.of("unused"), name(name), attributes);
  }

  private static byte[] name(String name) {
    return ByteNames.encode(name);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
