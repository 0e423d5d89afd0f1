package dev.lamina.testing;

import dev.lamina.Image;
import dev.lamina.ImageStore;
import java.nio.file.Path;

/** Where assertions on stores, images and file trees begin; goes with AssertJ's own. */
public final class LaminaAssertions {
  private LaminaAssertions() {}

  /** Begins an assertion on what a store has. */
  public static ImageStoreAssert assertThat(ImageStore store) {
    return new ImageStoreAssert(store);
  }

  /** Begins an assertion on an image. */
  public static ImageAssert assertThat(Image image) {
    return new ImageAssert(image);
  }

  /**
   * Begins an assertion on the files of a tree.
   *
   * @param root its root, such as {@code mount.root()}; a directory of any file system
   */
  public static TreeAssert assertThatTree(Path root) {
    return new TreeAssert(root);
  }
}
