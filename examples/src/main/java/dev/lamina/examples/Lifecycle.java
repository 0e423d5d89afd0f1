package dev.lamina.examples;

import dev.lamina.Image;
import dev.lamina.ImageInUseException;
import dev.lamina.ImageStore;
import dev.lamina.PruneOption;
import dev.lamina.RemovalPlan;
import dev.lamina.TagChange;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Names an image, holds it by a container, looks at a removal before it is done: {@code STORE}. */
public final class Lifecycle {
  /** Takes the bundled image into a store, and leaves none there. */
  public static void main(String[] args) throws IOException {
    try (ImageStore store = VfsImageStore.open(Path.of(args[0]));
        InputStream bundled = Lifecycle.class.getResourceAsStream("hello.tar")) {
      Image image = store.load(bundled).get(0);
      for (TagChange change : store.tag(image.id()).with("base:1", "base:latest")) {
        System.out.println("Tagged: " + change.tag());
      }
      store.create("base:1").command("sh").named("c1");

      RemovalPlan plan = store.planRemoval(image.id());
      plan.refusal().map(ImageInUseException::getMessage).ifPresent(System.out::println);
      System.out.println(plan.refusal().orElseThrow().holders().size() + " stand against it");

      store.removeContainer("c1");
      RemovalPlan next = store.planRemoval("base:1");
      store.remove(next).steps().forEach(System.out::println);
      store
          .prune(PruneOption.ALL_UNUSED, PruneOption.keepLast(0))
          .steps()
          .forEach(System.out::println);
      System.out.println(store.images().count() + " images are left");
    }
  }

  private Lifecycle() {}
}
