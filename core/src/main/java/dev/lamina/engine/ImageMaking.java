package dev.lamina.engine;

import dev.lamina.Building;
import dev.lamina.Committing;
import dev.lamina.ContainerNotFoundException;
import dev.lamina.Importing;
import dev.lamina.Platform;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.lifecycle.ContainerResolver;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Begins to make images: of root file systems, of containers, of other images and of nothing. */
final class ImageMaking {
  private final Parts parts;

  ImageMaking(Parts parts) {
    this.parts = parts;
  }

  Importing importRootfs(Path tar) {
    return new RootfsImport(
        parts, RootfsImport.Source.of(tar), Optional.empty(), List.of(), Platform.host());
  }

  Importing importRootfs(InputStream tar) {
    return new RootfsImport(
        parts, RootfsImport.Source.of(tar), Optional.empty(), List.of(), Platform.host());
  }

  Building from(ImageRecord base) {
    return new ImageBuilding(parts, Optional.of(base.id()), List.of(), BuildSettings.NONE);
  }

  Building fromScratch() {
    return new ImageBuilding(parts, Optional.empty(), List.of(), BuildSettings.NONE);
  }

  Committing commit(String nameOrId) {
    ContainerRecord container =
        ContainerResolver.resolve(parts.catalog().state(), nameOrId)
            .orElseThrow(() -> new ContainerNotFoundException(nameOrId));
    return Commit.of(parts, new CommittedContainer(parts, container));
  }
}
