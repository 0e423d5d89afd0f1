package dev.lamina.examples.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists the sets of names of one file, each set on a line with tabs between. Of a name that has a
 * tab or line feed, only what stands before is told. Names with hard links are kept in memory.
 */
final class HardLinksListing implements TreeListing {
  private final OutputStream out;
  private final Map<Long, List<byte[]>> sets = new LinkedHashMap<>();

  HardLinksListing(OutputStream out) {
    this.out = out;
  }

  @Override
  public void add(TreeEntry entry) {
    if (entry.type() != 'd' && entry.linkCount() > 1) {
      sets.computeIfAbsent(entry.inode(), inode -> new ArrayList<>(2)).add(told(entry.name()));
    }
  }

  private static byte[] told(byte[] name) {
    int end = 0;
    while (end < name.length && name[end] != '\t' && name[end] != '\n') {
      end++;
    }
    return end == name.length ? name : Arrays.copyOf(name, end);
  }

  @Override
  public void finish() throws IOException {
    List<List<byte[]>> lines = new ArrayList<>(sets.values());
    lines.removeIf(names -> names.size() < 2);
    lines.sort(HardLinksListing::compare);
    for (List<byte[]> names : lines) {
      Line line = new Line().addName(names.get(0));
      names.stream().skip(1).forEach(name -> line.add("\t").addName(name));
      line.writeTo(out);
    }
  }

  /** Orders lines: no two have the same first name, and after it comes a tab in each. */
  private static int compare(List<byte[]> line, List<byte[]> other) {
    byte[] name = line.get(0);
    byte[] otherName = other.get(0);
    return Arrays.compareUnsigned(withTab(name), withTab(otherName));
  }

  private static byte[] withTab(byte[] name) {
    byte[] key = Arrays.copyOf(name, name.length + 1);
    key[name.length] = '\t';
    return key;
  }
}
