package dev.lamina.faults;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The contents of a file: those on the medium, and what was written since. */
final class MediumFile implements Medium.File {
  private byte[] durable;
  private final List<Change> pending = new ArrayList<>();
  private boolean isUnforceable;

  MediumFile(byte[] durable) {
    this.durable = durable;
  }

  /** Bytes that were written, or null for a cut to the position. */
  private record Change(long position, byte[] bytes) {
    byte[] applyTo(byte[] contents) {
      int start = Math.toIntExact(position);
      if (bytes == null) {
        return Arrays.copyOf(contents, Math.min(start, contents.length));
      }
      int end = start + bytes.length;
      byte[] changed = Arrays.copyOf(contents, Math.max(end, contents.length));
      System.arraycopy(bytes, 0, changed, start, bytes.length);
      return changed;
    }
  }

  @Override
  public void written(long position, ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    pending.add(new Change(position, copy));
  }

  @Override
  public void truncated(long size) {
    isUnforceable = isUnforceable && size > 0; // What is written now is written anew.
    pending.add(new Change(size, null));
  }

  @Override
  public void forced() {
    durable = versions().get(pending.size());
    pending.clear();
  }

  // The kernel takes such pages for clean afterwards: they are in memory, and nowhere else.
  @Override
  public void forceFailed() {
    isUnforceable = isUnforceable || !pending.isEmpty();
    pending.removeIf(change -> change.bytes() != null);
  }

  /** Returns whether something was written that could not be forced. */
  boolean isUnforceable() {
    return isUnforceable;
  }

  private List<byte[]> versions() {
    List<byte[]> versions = new ArrayList<>(List.of(durable));
    pending.forEach(change -> versions.add(change.applyTo(versions.get(versions.size() - 1))));
    return versions;
  }

  /** Returns what is there after a power failure. */
  byte[] after(Loss loss, Random random) {
    return loss.contents(versions(), random);
  }
}
