package dev.lamina.engine;

import dev.lamina.Building.LayerPlan;
import dev.lamina.Compression;
import dev.lamina.internal.oci.ConfigStep;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** One step of a build. */
sealed interface BuildStep {
  /**
   * Does the step.
   *
   * @param compression how a layer is packed that it makes
   */
  void applyTo(BuildProgress build, Compression compression) throws IOException;

  /** Returns the images that the step names. */
  default Stream<String> names() {
    return Stream.empty();
  }

  /** Adds a layer. */
  record AddLayer(LayerPlan plan) implements BuildStep {
    @Override
    public void applyTo(BuildProgress build, Compression compression) throws IOException {
      build.addLayer(plan, compression);
    }
  }

  /** Changes how containers run. */
  record Configure(ConfigStep step) implements BuildStep {
    @Override
    public void applyTo(BuildProgress build, Compression compression) {
      build.addEmptyStep(step.text());
    }
  }

  /** Makes one layer of all. */
  record Squash() implements BuildStep {
    @Override
    public void applyTo(BuildProgress build, Compression compression) throws IOException {
      build.squash(compression);
    }
  }

  /** Leaves out layers. */
  record LeaveOut(int first, int count) implements BuildStep {
    @Override
    public void applyTo(BuildProgress build, Compression compression) {
      build.leaveOut(first, count);
    }
  }

  /**
   * Changes the base.
   *
   * @param from the base so far, if it is not searched for
   */
  record Rebase(Optional<String> from, String onto) implements BuildStep {
    @Override
    public void applyTo(BuildProgress build, Compression compression) {
      build.rebase(from, onto);
    }

    @Override
    public Stream<String> names() {
      return Stream.concat(from.stream(), Stream.of(onto));
    }
  }
}
