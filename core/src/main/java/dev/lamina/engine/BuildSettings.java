package dev.lamina.engine;

import dev.lamina.Compression;
import dev.lamina.Platform;
import java.time.Instant;
import java.util.Optional;

/**
 * What is said of a build as a whole.
 *
 * @param author who makes the image; by default whoever made its base
 * @param message what the history is to say of each new step
 * @param platform what the image runs on; by default what its base does
 * @param compression how new layers are packed
 * @param sourceDate when the image is made; by default when it is
 */
record BuildSettings(
    Optional<String> author,
    String message,
    Optional<Platform> platform,
    Compression compression,
    Optional<Instant> sourceDate) {
  static final BuildSettings NONE =
      new BuildSettings(Optional.empty(), "", Optional.empty(), Compression.NONE, Optional.empty());

  BuildSettings author(String other) {
    return new BuildSettings(Optional.of(other), message, platform, compression, sourceDate);
  }

  BuildSettings message(String other) {
    return new BuildSettings(author, other, platform, compression, sourceDate);
  }

  BuildSettings platform(Platform other) {
    return new BuildSettings(author, message, Optional.of(other), compression, sourceDate);
  }

  BuildSettings compression(Compression other) {
    return new BuildSettings(author, message, platform, other, sourceDate);
  }

  BuildSettings sourceDate(Instant other) {
    return new BuildSettings(author, message, platform, compression, Optional.of(other));
  }
}
