package dev.lamina.internal.compress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The content of a gzip stream of one or more members (RFC 1952), which can tell of checkpoints on
 * the way and begin at one of them. Needs about 300 KiB, whatever the input.
 *
 * <p>Header checksums, CRC-32 and length of each member are verified. After the last member there
 * may be zeros, as tapes and block devices leave them; anything else is refused with a {@link
 * java.util.zip.ZipException}, as is all damage. A stream that is cut short ends with an {@link
 * java.io.EOFException}. After a failure, each read fails the same way. The input is read ahead of
 * what is needed.
 */
public final class GzipInput extends DecodedInput {
  /** The usual distance of checkpoints, in unpacked bytes. */
  public static final int DEFAULT_SPAN = 1 << 20;

  private static final int PACKED_BUFFER = 1 << 16;
  private static final int CHUNK = 1 << 17;

  /** How much closer than the span checkpoints at member starts may be: they need no window. */
  private static final int MEMBER_SPAN_DIVISOR = 16;

  private static final CheckpointSink NO_SINK = checkpoint -> {};

  private final PackedInput in;
  private final InflateDecoder decoder;
  private final CRC32 crc = new CRC32();
  private final CheckpointSink sink;
  private final long span;

  private State state = State.FIRST_HEADER;
  private boolean verifiable = true;
  private boolean memberStart;
  private long memberOffset;
  private long lastCheckpoint = -1;
  private long lastBitPosition;
  private boolean pending;

  /** Reads a stream without a word about checkpoints. */
  public GzipInput(InputStream in) {
    this(in, 0, NO_SINK, Long.MAX_VALUE);
  }

  /**
   * Reads a stream and tells of its checkpoints: at offset 0, then at the first block after each
   * span, and at each member's start that is at least a sixteenth of a span after the last. They
   * come a little later than the bytes at their place, when it is known which bytes of their
   * windows are needed: the others are 0, which packs better. So no two are nearer than 32 KiB in
   * one member.
   *
   * @param span the least distance of two checkpoints with a window, in unpacked bytes
   */
  public GzipInput(InputStream in, CheckpointSink sink, int span) {
    this(in, 0, sink, checkSpan(span));
  }

  private GzipInput(InputStream in, long position, CheckpointSink sink, long span) {
    this.in = new PackedInput(in, PACKED_BUFFER, position);
    this.decoder = new InflateDecoder(this.in, CHUNK, this::blockStart);
    this.sink = sink;
    this.span = span;
  }

  private static int checkSpan(int span) {
    if (span < 1) {
      throw new IllegalArgumentException("span of checkpoints must be positive: " + span);
    }
    return span;
  }

  /**
   * Reads a stream from a checkpoint to its end. The checksum and length of the member it is in
   * cannot be verified.
   *
   * @param in the packed bytes from the checkpoint's byte position
   * @throws IOException if the input cannot be read, or ends before the checkpoint
   */
  public static GzipInput resume(InputStream in, Checkpoint checkpoint) throws IOException {
    GzipInput input = new GzipInput(in, checkpoint.bytePosition(), NO_SINK, Long.MAX_VALUE);
    int unused = input.in.take((int) checkpoint.bitPosition() & 7);
    input.verifiable = false;
    input.begin(checkpoint.window().duplicate(), checkpoint.offset());
    return input;
  }

  /** Returns the offset of the next byte in the unpacked stream: how many were read so far. */
  public long offset() {
    return decoder.offset() - available();
  }

  @Override
  void closeSource() throws IOException {
    in.close();
  }

  @Override
  boolean decode() throws IOException {
    while (state != State.ENDED) {
      if (state == State.BODY && nextChunk()) {
        return true;
      }
      switch (state) {
        case FIRST_HEADER -> beginFirstMember();
        case BODY -> endMember();
        default -> beginMember();
      }
    }
    return false;
  }

  private boolean nextChunk() throws IOException {
    int length = decoder.next();
    int start = decoder.chunkStart();
    give(decoder.buffer(), start, start + length);
    if (verifiable) {
      crc.update(decoder.buffer(), start, length);
    }
    return length > 0;
  }

  private void beginFirstMember() throws IOException {
    if (in.requireByte() != GzipHeader.MAGIC_1 || in.requireByte() != GzipHeader.MAGIC_2) {
      throw in.damaged("no gzip stream: it begins with other bytes");
    }
    GzipHeader.readRest(in);
    begin(ByteBuffer.allocate(0), 0);
  }

  private void beginMember() throws IOException {
    int first = in.readByte();
    if (first == GzipHeader.MAGIC_1 && in.readByte() == GzipHeader.MAGIC_2) {
      GzipHeader.readRest(in);
      begin(ByteBuffer.allocate(0), decoder.offset());
      return;
    }
    while (first == 0) {
      first = in.readByte();
    }
    if (first >= 0) {
      throw in.damaged("garbage after the end of the gzip stream");
    }
    state = State.ENDED;
  }

  private void begin(ByteBuffer window, long offset) {
    decoder.start(window, offset);
    memberOffset = offset;
    memberStart = true;
    crc.reset();
    state = State.BODY;
  }

  private void endMember() throws IOException {
    if (pending) {
      tell();
    }
    in.alignToByte();
    int storedCrc = readInt();
    int storedLength = readInt();
    if (verifiable && storedCrc != (int) crc.getValue()) {
      throw in.damaged("checksum of content does not match");
    }
    if (verifiable && storedLength != (int) (decoder.offset() - memberOffset)) {
      throw in.damaged("length of content does not match");
    }
    verifiable = true;
    state = State.HEADER;
  }

  private int readInt() throws IOException {
    return in.requireByte()
        | in.requireByte() << 8
        | in.requireByte() << 16
        | in.requireByte() << 24;
  }

  private void blockStart(long bitPosition) throws IOException {
    long offset = decoder.offset();
    if (pending && offset - lastCheckpoint >= InflateDecoder.WINDOW) {
      tell();
    }
    long distance = memberStart ? Math.max(span / MEMBER_SPAN_DIVISOR, 1) : span;
    memberStart = false;
    if (!pending && (lastCheckpoint < 0 || offset - lastCheckpoint >= distance)) {
      pending = true;
      lastCheckpoint = offset;
      lastBitPosition = bitPosition;
      decoder.watch();
    }
  }

  /** Tells of the last checkpoint, now that it is known which bytes before it are needed. */
  private void tell() throws IOException {
    pending = false;
    sink.accept(new Checkpoint(lastBitPosition, lastCheckpoint, decoder.reachedWindow()));
  }

  /** What comes next in the stream. */
  private enum State {
    FIRST_HEADER,
    HEADER,
    BODY,
    ENDED
  }
}
