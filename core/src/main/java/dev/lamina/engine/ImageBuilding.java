package dev.lamina.engine;

import dev.lamina.Building;
import dev.lamina.Compression;
import dev.lamina.Digest;
import dev.lamina.Image;
import dev.lamina.Platform;
import dev.lamina.StoreEvent.Action;
import dev.lamina.Tag;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.oci.ConfigStep;
import dev.lamina.internal.oci.RunConfigDocument;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an image is to be made of another one, or of nothing.
 *
 * @param base the image that it begins with
 * @param steps what is done, first one first
 * @param settings what is said of all of it
 */
record ImageBuilding(
    Parts parts, Optional<Digest> base, List<BuildStep> steps, BuildSettings settings)
    implements Building {

  private Building with(BuildStep step) {
    List<BuildStep> more = Stream.concat(steps.stream(), Stream.of(step)).toList();
    return new ImageBuilding(parts, base, more, settings);
  }

  private Building with(ConfigStep step) {
    return with(new BuildStep.Configure(step));
  }

  private Building with(BuildSettings other) {
    return new ImageBuilding(parts, base, steps, other);
  }

  @Override
  public Building layer(LayerPlan plan) {
    return with(new BuildStep.AddLayer(plan));
  }

  @Override
  public Building squash() {
    return with(new BuildStep.Squash());
  }

  @Override
  public Building withoutLayers(int first, int count) {
    return with(new BuildStep.LeaveOut(first, count));
  }

  @Override
  public Building rebase(String onto) {
    return with(new BuildStep.Rebase(Optional.empty(), onto));
  }

  @Override
  public Building rebase(String from, String onto) {
    return with(new BuildStep.Rebase(Optional.of(from), onto));
  }

  @Override
  public Building entrypoint(String... command) {
    return with(ConfigStep.entrypoint(List.of(command)));
  }

  @Override
  public Building cmd(String... command) {
    return with(ConfigStep.cmd(List.of(command)));
  }

  @Override
  public Building env(String name, String value) {
    return with(ConfigStep.env(name, value));
  }

  @Override
  public Building label(String name, String value) {
    return with(ConfigStep.label(name, value));
  }

  @Override
  public Building user(String user) {
    return with(ConfigStep.user(user));
  }

  @Override
  public Building workingDirectory(String path) {
    return with(ConfigStep.workingDirectory(path));
  }

  @Override
  public Building expose(String port) {
    return with(ConfigStep.expose(port));
  }

  @Override
  public Building volume(String path) {
    return with(ConfigStep.volume(path));
  }

  @Override
  public Building change(String instruction) {
    return with(ConfigStep.instruction(instruction));
  }

  @Override
  public Building author(String author) {
    return with(settings.author(author));
  }

  @Override
  public Building message(String message) {
    return with(settings.message(message));
  }

  @Override
  public Building platform(Platform platform) {
    return with(settings.platform(platform));
  }

  @Override
  public Building compression(Compression compression) {
    return with(settings.compression(compression));
  }

  @Override
  public Building sourceDate(Instant time) {
    return with(settings.sourceDate(time));
  }

  @Override
  public Image named(String tag) {
    return make(Optional.of(Tag.parse(tag)));
  }

  @Override
  public Image unnamed() {
    return make(Optional.empty());
  }

  private Image make(Optional<Tag> tag) {
    StoreState state = parts.catalog().state();
    BuildImages images = BuildImages.of(state, base, steps);
    RunConfigDocument config = config();
    try (Holding held = images.hold(parts, state);
        Staging staging = parts.blobs().stage()) {
      BuildProgress build = new BuildProgress(parts, staging, held.state(), images, settings);
      for (int i = 0; i < steps.size(); i++) {
        steps.get(i).applyTo(build, compression(i));
      }
      return build
          .image(config, tag)
          .put(
              parts,
              staging,
              Action.CREATE_IMAGE,
              images::require,
              (events, image, naming) -> {
                events.image(Action.CREATE_IMAGE, image, image.id().toString());
                naming.run();
              });
    } catch (IOException e) {
      throw Failures.of("cannot make an image", e);
    }
  }

  /** An image that says nothing of how containers run goes on saying nothing. */
  private @Nullable RunConfigDocument config() {
    List<ConfigStep> changes =
        steps.stream()
            .filter(BuildStep.Configure.class::isInstance)
            .map(step -> ((BuildStep.Configure) step).step())
            .toList();
    Optional<RunConfigDocument> before =
        base.isEmpty()
            ? Optional.of(RunConfigDocument.EMPTY)
            : parts.reader().config(base.get()).config();
    return changes.isEmpty()
        ? before.orElse(null)
        : ConfigStep.apply(before.orElse(RunConfigDocument.EMPTY), changes);
  }

  /** What is merged later is not packed before. */
  private Compression compression(int step) {
    return steps.subList(step + 1, steps.size()).stream()
            .anyMatch(BuildStep.Squash.class::isInstance)
        ? Compression.NONE
        : settings.compression();
  }
}
