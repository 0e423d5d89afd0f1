package dev.lamina;

import java.util.List;

/** What an operation reports while it works. More kinds may come: ignore those you don't know. */
public interface ProgressEvent {
  /**
   * The archive's documents are read: this is to be done.
   *
   * @param layers how many layers are not in the store yet
   * @param bytes how many bytes they have in the archive; -1 if that is not known
   */
  record Planned(int layers, long bytes) implements ProgressEvent {}

  /**
   * A check has listed the files of the store: so much it is going to read, some of it perhaps more
   * than once.
   *
   * @param files how many files
   * @param bytes how many bytes they have
   */
  record CheckPlanned(int files, long bytes) implements ProgressEvent {}

  /**
   * A check has found something.
   *
   * @param finding what it has found
   */
  record Found(Finding finding) implements ProgressEvent {}

  /**
   * More bytes were read: of layers by a load, of the store's files by a check.
   *
   * @param bytes how many in all
   */
  record Advanced(long bytes) implements ProgressEvent {}

  /**
   * A layer is complete and verified.
   *
   * @param diffId the layer
   */
  record LayerReceived(Digest diffId) implements ProgressEvent {}

  /**
   * A tag was taken from another image, which an engine reports as {@code The image … already
   * exists, renaming the old one with ID … to empty string}.
   *
   * @param tag the tag
   * @param from the image that had it
   * @param to the image that has it now
   */
  record TagMoved(Tag tag, ImageId from, ImageId to) implements ProgressEvent {}

  /**
   * An image is in the store, and has its tags.
   *
   * @param id the image
   * @param tags the tags that the archive gives it, in the archive's order
   */
  record ImageLoaded(ImageId id, List<Tag> tags) implements ProgressEvent {
    /** Copies the list. */
    public ImageLoaded {
      tags = List.copyOf(tags);
    }
  }
}
