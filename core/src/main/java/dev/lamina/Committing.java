package dev.lamina;

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

  /**
   * Makes the image under this name.
   *
   * @throws InvalidReferenceException if it cannot be a tag; the message is the engine's
   */
  Image named(String tag);

  /** Makes the image without a name. */
  Image unnamed();
}
