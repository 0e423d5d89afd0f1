package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.DigestReference;
import dev.lamina.Reference;
import dev.lamina.Repository;
import dev.lamina.Tag;
import dev.lamina.internal.catalog.StoreState;
import java.util.List;

/** The names of an image, and whether engines take them for one. */
final class Names {
  private Names() {}

  /** Returns the names of an image, in canonical order. */
  static List<Reference> of(StoreState state, Digest image) {
    return state.referencesTo(image).map(Reference::parse).toList();
  }

  static Repository repository(Reference name) {
    if (name instanceof Tag tag) {
      return tag.repository();
    }
    if (name instanceof DigestReference digest) {
      return digest.repository();
    }
    throw new IllegalArgumentException("not in a repository: " + name);
  }

  static boolean isTag(Reference name) {
    return name instanceof Tag;
  }

  /**
   * Returns whether the names are one to engines, which is taken away with the image: at most one
   * tag, and digests of no other repository.
   */
  static boolean areSingle(List<Reference> names) {
    return names.stream().filter(Names::isTag).count() <= 1
        && names.stream().map(Names::repository).distinct().count() == 1;
  }
}
