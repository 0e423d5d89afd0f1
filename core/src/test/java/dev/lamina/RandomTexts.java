package dev.lamina;

import java.util.Random;

/** Makes texts that look somewhat like references. */
final class RandomTexts {
  private static final String[] PIECES = {
    "a",
    "b7",
    "0",
    "Z",
    "é",
    "\u212a",
    " ",
    "\n",
    ".",
    "..",
    "_",
    "__",
    "-",
    "--",
    "/",
    "/",
    ":",
    ":",
    "@",
    "[",
    "]",
    "::1",
    ":80",
    "localhost",
    "docker.io",
    "index.docker.io",
    "library/",
    "sha256",
    "sha256:",
    "md5:",
    "+",
    "%",
    "latest",
    "ubuntu",
    "a.b/",
    "x/y",
    "0123456789abcdef0123456789abcdef",
    "@sha512:",
    "@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
  };

  private RandomTexts() {}

  static String reference(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = 1 + random.nextInt(7);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  static String characters(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
    }
    return text.toString();
  }
}
