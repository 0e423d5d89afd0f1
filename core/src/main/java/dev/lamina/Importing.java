package dev.lamina;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * How a root file system becomes an image: {@code store.importRootfs(tar).named("base:1")}.
 * Immutable; each step returns another one.
 */
public interface Importing {
  /** Sets the message, by default {@code Imported from} and where it came from. */
  Importing message(String message);

  /** Says how containers of the image run, as {@link Committing#change} does. */
  Importing change(String instruction);

  /** Sets what the image runs on, by default Linux on this host's architecture. */
  Importing platform(Platform platform);

  /**
   * Makes the image under this name.
   *
   * @throws InvalidReferenceException if it cannot be a tag; the message is the engine's
   * @throws IllegalArgumentException if a change is no instruction; the message is the engine's
   * @throws IllegalStateException if it is a stream, and has been imported already
   * @throws InvalidArchiveException if the archive is no tar, damaged or unsafe
   */
  @CanIgnoreReturnValue
  Image named(String tag);

  /**
   * Makes the image without a name.
   *
   * @throws IllegalArgumentException if a change is no instruction; the message is the engine's
   * @throws IllegalStateException if it is a stream, and has been imported already
   * @throws InvalidArchiveException if the archive is no tar, damaged or unsafe
   */
  @CanIgnoreReturnValue
  Image unnamed();
}
