package dev.lamina.examples;

import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Tag;
import dev.lamina.vfs.VfsImageStore;
import java.nio.file.Path;
import java.util.List;

/** Makes a tested candidate a release: {@code ReleasePromoter STORE CANDIDATE VERSION}. */
public final class ReleasePromoter {
  /** Promotes one candidate. */
  public static void main(String[] args) {
    try (ImageStore store = VfsImageStore.open(Path.of(args[0]))) {
      System.out.println("Released: " + promote(store, args[1], args[2]));
    }
  }

  /**
   * Gives a candidate the tags of a release, {@code latest} among them, takes its other ones, and
   * removes what has no name then.
   *
   * @throws IllegalStateException if the candidate has not been tested, or the version is there
   */
  static Image promote(ImageStore store, String candidate, String version) {
    Image image = store.image(candidate);
    if (!"passed".equals(image.config().labels().get("tests"))) {
      throw new IllegalStateException(candidate + " has no label tests=passed: test it first");
    }
    Tag release = Tag.of(Tag.parse(candidate).repository(), version);
    if (store.findImage(release).isPresent()) {
      throw new IllegalStateException(release + " has been released: choose another version");
    }
    store.tag(image.id()).with(List.of(release, Tag.of(release.repository(), "latest")));
    image.tags().forEach(tag -> store.untag(tag.canonical()));
    store.prune();
    return store.image(release);
  }

  private ReleasePromoter() {}
}
