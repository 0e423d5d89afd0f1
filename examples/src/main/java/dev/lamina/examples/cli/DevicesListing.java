package dev.lamina.examples.cli;

import java.io.IOException;
import java.io.OutputStream;

/** Lists devices with their numbers, in the form of {@code stat --format='%n %F 0x%t 0x%T'}. */
final class DevicesListing implements TreeListing {
  private final OutputStream out;

  DevicesListing(OutputStream out) {
    this.out = out;
  }

  @Override
  public void add(TreeEntry entry) throws IOException {
    if (entry.isDevice()) {
      new Line()
          .add("./")
          .addName(entry.name())
          .add(entry.type() == 'b' ? " block" : " character")
          .add(" special file 0x")
          .add(Long.toHexString(entry.major()))
          .add(" 0x")
          .add(Long.toHexString(entry.minor()))
          .writeTo(out);
    }
  }
}
