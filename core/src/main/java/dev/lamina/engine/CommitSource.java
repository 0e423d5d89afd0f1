package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Tag;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.RunConfigDocument;
import java.io.IOException;
import java.util.Optional;

/** What is made an image of: a container, or an image that is mounted to be changed. */
interface CommitSource {
  /** Returns what it is called, for messages. */
  String name();

  /** Returns the configuration of the image that it was made from. */
  Digest base();

  /** Returns the image that the new one is made from, if that is one. */
  Optional<Digest> parent();

  /** Returns the container's ID; empty if it is none. */
  String containerId();

  /** Returns how it runs. */
  RunConfigDocument ran(ConfigDocument base);

  /** Opens its files, if any may have been changed; the caller closes them. */
  Optional<OpenTree> open() throws IOException;

  /** Throws what stands against making an image of it in this state. */
  void requireThere(StoreState state);

  /** Tells what it becomes, and when in between what happens to the name. */
  void tell(
      EventDraft events, ImageRecord image, Runnable naming, String comment, Optional<Tag> tag);
}
