package dev.lamina;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.time.Instant;

/**
 * How an image is made of another one, or of nothing: {@code store.from("debian:12").layer(files ->
 * files.file("/etc/motd", "hi")).entrypoint("/bin/sh").named("app:1.0")}. Immutable; each step
 * returns another one. The same steps, with a {@link #sourceDate}, make the same image.
 */
public interface Building {
  /** What a layer is to hold. */
  @FunctionalInterface
  interface LayerPlan {
    /** Tells the layer's contents, which are read when the image is made. */
    void fill(LayerContents files) throws IOException;
  }

  /** Adds a layer on top. */
  Building layer(LayerPlan plan);

  /** Makes one layer of all layers so far. */
  Building squash();

  /**
   * Leaves out layers, and what the history tells of them.
   *
   * @param first the first of them, 0 for the base
   * @param count how many
   * @throws IndexOutOfBoundsException if the image has not as many
   */
  Building withoutLayers(int first, int count);

  /**
   * Puts the image's own layers on another base: those above the image of this store that it was
   * made from, which is the one with the most layers that it begins with.
   *
   * @param onto the name or ID of the new base
   * @throws ImageStoreException at the last word, if no other image is a base of this one
   */
  Building rebase(String onto);

  /**
   * Puts the layers above one base on another.
   *
   * @param from the name or ID of the base so far
   * @param onto the name or ID of the new base
   * @throws ImageStoreException at the last word, if the image does not begin with the base's
   *     layers
   */
  Building rebase(String from, String onto);

  /** Sets what a container of the image runs. */
  Building entrypoint(String... command);

  /** Sets the arguments for the entrypoint, or else what a container of the image runs. */
  Building cmd(String... command);

  /** Sets a variable of the environment. */
  Building env(String name, String value);

  /** Sets a label. */
  Building label(String name, String value);

  /** Sets who runs it: names or numbers, such as {@code 1000:1000}. */
  Building user(String user);

  /** Sets the directory in which it runs. */
  Building workingDirectory(String path);

  /** Adds a port that it listens to, such as {@code 8080/tcp}. */
  Building expose(String port);

  /** Adds a place for a volume. */
  Building volume(String path);

  /**
   * Changes how containers of the image run, by an instruction as in a Dockerfile; see {@link
   * Committing#change}.
   *
   * @throws IllegalArgumentException at the last word, if it is none; the message is the engine's
   */
  Building change(String instruction);

  /** Sets who makes the image. */
  Building author(String author);

  /** Sets the message that the history has for each new step. */
  Building message(String message);

  /** Sets what the image runs on, by default what its base does, else Linux on this host's. */
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
