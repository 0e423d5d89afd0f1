package dev.lamina;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Instant;

/**
 * How a container becomes an image: {@code store.commit("c1").message("…").named("app:2")}.
 * Immutable; each step returns another one.
 */
public interface Committing {
  /** Sets who makes the image. */
  Committing author(String author);

  /** Sets the message. */
  Committing message(String message);

  /**
   * Changes how containers of the image run, by an instruction as in a Dockerfile: {@code CMD},
   * {@code ENTRYPOINT}, {@code ENV}, {@code EXPOSE}, {@code LABEL}, {@code ONBUILD}, {@code
   * STOPSIGNAL}, {@code USER}, {@code VOLUME}, {@code WORKDIR}, {@code HEALTHCHECK}.
   *
   * @throws IllegalArgumentException at the last word, if it is none; the message is the engine's
   */
  Committing change(String instruction);

  /** Sets how the new layer is packed, by default not at all. */
  Committing compression(Compression compression);

  /**
   * Sets when the image is made, and the latest time that a file in its layer has: with it, the
   * same files give the same image. It is what {@code SOURCE_DATE_EPOCH} means to build tools.
   */
  Committing sourceDate(Instant time);

  /**
   * Makes the image under this name, which another image may have had.
   *
   * @throws InvalidReferenceException if it cannot be a tag; the message is the engine's
   * @throws IllegalArgumentException if a change is no instruction; the message is the engine's
   * @throws ContainerNotFoundException if the container is gone
   * @throws ImageNotFoundException if its image is gone
   */
  @CanIgnoreReturnValue
  Image named(String tag);

  /**
   * Makes the image without a name.
   *
   * @throws IllegalArgumentException if a change is no instruction; the message is the engine's
   * @throws ContainerNotFoundException if the container is gone
   * @throws ImageNotFoundException if its image is gone
   */
  @CanIgnoreReturnValue
  Image unnamed();
}
