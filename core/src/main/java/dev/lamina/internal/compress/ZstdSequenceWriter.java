package dev.lamina.internal.compress;

/** Writes the sequences of a block (RFC 8878, 3.1.1.3.2). */
final class ZstdSequenceWriter {
  private static final int TWO_BYTES = 128;
  private static final int THREE_BYTES = 0x7f00;
  private static final int SHORTEST = 3;

  private static final byte[] LITERAL_SYMBOLS = symbols(ZstdSequenceCode.LITERAL_LENGTH, 64);
  private static final byte[] MATCH_SYMBOLS =
      symbols(ZstdSequenceCode.MATCH_LENGTH, 128 + SHORTEST);

  private final ZstdSequenceSymbols literals =
      new ZstdSequenceSymbols(ZstdSequenceCode.LITERAL_LENGTH);
  private final ZstdSequenceSymbols offsets = new ZstdSequenceSymbols(ZstdSequenceCode.OFFSET);
  private final ZstdSequenceSymbols matches =
      new ZstdSequenceSymbols(ZstdSequenceCode.MATCH_LENGTH);

  /** Returns the symbol of each small number. */
  private static byte[] symbols(ZstdSequenceCode code, int end) {
    byte[] symbols = new byte[end];
    int symbol = 0;
    for (int number = code.base(0); number < end; number++) {
      while (number >= code.base(symbol) + (1 << code.extraBits(symbol))) {
        symbol++;
      }
      symbols[number] = (byte) symbol;
    }
    return symbols;
  }

  /** Writes the section that ends a block, and returns the index after it. */
  int write(ZstdSequenceStore sequences, byte[] out, int from) {
    int count = sequences.count();
    int at = writeCount(count, out, from);
    if (count == 0) {
      return at;
    }
    takeSymbols(sequences, count);
    int modes = at++;
    at = literals.choose(count, out, at);
    at = offsets.choose(count, out, at);
    at = matches.choose(count, out, at);
    out[modes] = (byte) (literals.mode() << 6 | offsets.mode() << 4 | matches.mode() << 2);
    return writeBits(sequences, count, new ZstdBitWriter(out, at));
  }

  private static int writeCount(int count, byte[] out, int from) {
    int at = from;
    if (count < TWO_BYTES) {
      out[at++] = (byte) count;
    } else if (count < THREE_BYTES) {
      out[at++] = (byte) ((count >> 8) + TWO_BYTES);
      out[at++] = (byte) count;
    } else {
      out[at++] = (byte) 255;
      out[at++] = (byte) (count - THREE_BYTES);
      out[at++] = (byte) ((count - THREE_BYTES) >> 8);
    }
    return at;
  }

  private void takeSymbols(ZstdSequenceStore sequences, int count) {
    literals.clear();
    offsets.clear();
    matches.clear();
    for (int i = 0; i < count; i++) {
      literals.set(i, literalSymbol(sequences.literalLengths[i]));
      offsets.set(i, log(sequences.offsets[i]));
      matches.set(i, matchSymbol(sequences.matchLengths[i]));
    }
  }

  private static int literalSymbol(int length) {
    return length < LITERAL_SYMBOLS.length ? LITERAL_SYMBOLS[length] : log(length) + 19;
  }

  private static int matchSymbol(int length) {
    return length < MATCH_SYMBOLS.length ? MATCH_SYMBOLS[length] : log(length - SHORTEST) + 36;
  }

  private static int log(int number) {
    return 31 - Integer.numberOfLeadingZeros(number);
  }

  /** Writes from the last sequence to the first, all in the reverse order of reading. */
  private int writeBits(ZstdSequenceStore sequences, int count, ZstdBitWriter out) {
    int last = count - 1;
    int literal = literals.code().start(literals.symbol(last));
    int offset = offsets.code().start(offsets.symbol(last));
    int match = matches.code().start(matches.symbol(last));
    writeExtra(sequences, last, out);
    for (int i = last - 1; i >= 0; i--) {
      offset = offsets.code().write(offsets.symbol(i), offset, out);
      match = matches.code().write(matches.symbol(i), match, out);
      literal = literals.code().write(literals.symbol(i), literal, out);
      out.flush();
      writeExtra(sequences, i, out);
    }
    matches.code().writeStart(match, out);
    offsets.code().writeStart(offset, out);
    literals.code().writeStart(literal, out);
    return out.endMarked();
  }

  private void writeExtra(ZstdSequenceStore sequences, int index, ZstdBitWriter out) {
    int symbol = literals.symbol(index);
    int bits = ZstdSequenceCode.LITERAL_LENGTH.extraBits(symbol);
    out.add(sequences.literalLengths[index] - ZstdSequenceCode.LITERAL_LENGTH.base(symbol), bits);
    symbol = matches.symbol(index);
    bits = ZstdSequenceCode.MATCH_LENGTH.extraBits(symbol);
    out.add(sequences.matchLengths[index] - ZstdSequenceCode.MATCH_LENGTH.base(symbol), bits);
    bits = offsets.symbol(index);
    out.add(sequences.offsets[index] - (1L << bits), bits);
    out.flush();
  }
}
