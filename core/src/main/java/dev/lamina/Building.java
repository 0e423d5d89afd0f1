package dev.lamina;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.time.Instant;

/**
 * How an image is made of another one, or of nothing: {@code store.from("debian:12").layer(files ->
 * files.file("/etc/motd", "hi")).entrypoint("/bin/sh").named("app:1.0")}. Immutable; each step
 * returns another one. The same steps, with a {@link #sourceDate}, make the same image: on every
 * machine, in every locale and time zone.
 *
 * <p>Nothing is done before the last word, {@link #named} or {@link #unnamed}; then the steps are
 * done in their order, while the base is held. The image appears as a whole or not at all. The
 * history has one entry for each step, in BuildKit's words, such as {@code ENV A=1}; a layer's is
 * {@code ADD} and the path that was told first, such as {@code ADD /etc/motd and 2 more}. If one
 * step is added, the base is the new image's parent, as {@code docker commit} has it.
 */
public interface Building {
  /** What a layer is to hold. */
  @FunctionalInterface
  interface LayerPlan {
    /**
     * Tells the layer's contents. Called each time that an image is made, by the thread that makes
     * it.
     *
     * @throws IOException to make no image; it is told as {@link ImageStoreException}
     */
    void fill(LayerContents files) throws IOException;
  }

  /** Adds a layer on top. */
  Building layer(LayerPlan plan);

  /**
   * Makes one layer of all layers so far. The history keeps its steps, as ones without a layer, and
   * has one more, as {@code docker build --squash} has: {@code create new from sha256:…}.
   */
  Building squash();

  /**
   * Leaves out layers, and what the history tells of them.
   *
   * @param first the first of them, 0 for the base
   * @param count how many
   * @throws IndexOutOfBoundsException at the last word, if the image has not as many
   */
  Building withoutLayers(int first, int count);

  /**
   * Puts the image's own layers on another base: those above the image of this store that it was
   * made from, which is the one with a name and the most layers, though not all, that it begins
   * with. Layers, history and platform are the new base's with the own ones above; how containers
   * run stays.
   *
   * @param onto the name or ID of the new base
   * @throws ImageNotFoundException at the last word, if it is not there
   * @throws ImageStoreException at the last word, if no other image is a base of this one
   */
  Building rebase(String onto);

  /**
   * Puts the layers above one base on another; see {@link #rebase(String)}.
   *
   * @param from the name or ID of the base so far
   * @param onto the name or ID of the new base
   * @throws ImageNotFoundException at the last word, if one of them is not there
   * @throws ImageStoreException at the last word, if the image does not begin with the base's
   *     layers
   */
  Building rebase(String from, String onto);

  /**
   * Sets what a container of the image runs, or nothing. Arguments that the base has go with its
   * own entrypoint.
   */
  Building entrypoint(String... command);

  /** Sets the arguments for the entrypoint, or else what a container of the image runs. */
  Building cmd(String... command);

  /**
   * Sets a variable of the environment.
   *
   * @param value taken as it is
   * @throws IllegalArgumentException if the name is empty, or has an equals sign
   */
  Building env(String name, String value);

  /**
   * Sets a label.
   *
   * @throws IllegalArgumentException if the name is empty
   */
  Building label(String name, String value);

  /** Sets who runs it: names or numbers, such as {@code 1000:1000}. */
  Building user(String user);

  /**
   * Sets the directory in which it runs; a relative one is below that of before.
   *
   * @throws IllegalArgumentException if it is empty
   */
  Building workingDirectory(String path);

  /**
   * Adds a port that it listens to, such as {@code 8080}, {@code 53/udp} or {@code 8000-8002/tcp}.
   *
   * @throws IllegalArgumentException if it is none; the message is the engine's
   */
  Building expose(String port);

  /**
   * Adds a place for a volume.
   *
   * @throws IllegalArgumentException if the path is empty; the message is the engine's
   */
  Building volume(String path);

  /**
   * Changes how containers of the image run, by an instruction as in a Dockerfile; see {@link
   * Committing#change}.
   *
   * @throws IllegalArgumentException at the last word, if it is none; the message is the engine's
   */
  Building change(String instruction);

  /** Sets who makes the image, by default whoever made its base. */
  Building author(String author);

  /** Sets the message that the image has, and the history for each new step. */
  Building message(String message);

  /** Sets what the image runs on, by default what its base does, or else this host's Linux. */
  Building platform(Platform platform);

  /** Sets how the new layers are packed, by default not at all. */
  Building compression(Compression compression);

  /** Sets when the image is made; see {@link Committing#sourceDate}. */
  Building sourceDate(Instant time);

  /**
   * Makes the image under this name, which another image may have had.
   *
   * @throws InvalidReferenceException if it cannot be a tag; the message is the engine's
   * @throws ImageNotFoundException if the base is gone
   * @throws ImageStoreException if a layer cannot be made; the store is as it was
   */
  @CanIgnoreReturnValue
  Image named(String tag);

  /**
   * Makes the image without a name.
   *
   * @throws ImageNotFoundException if the base is gone
   * @throws ImageStoreException if a layer cannot be made; the store is as it was
   */
  @CanIgnoreReturnValue
  Image unnamed();
}
