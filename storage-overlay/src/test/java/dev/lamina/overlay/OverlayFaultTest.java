package dev.lamina.overlay;

import dev.lamina.Durability;
import dev.lamina.contract.MovedDriver;
import dev.lamina.engine.ImageStores;
import dev.lamina.faults.FaultContract;
import dev.lamina.faults.Ground;
import dev.lamina.faults.Opening;
import dev.lamina.faults.Operation;
import dev.lamina.faults.Operations;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A store of this storage survives what goes wrong with its file system, and with calls of the
 * system. What a power failure takes of such calls cannot be tried by a file system that is told of
 * all that is done: there the power is cut for real, by {@link OverlayProcessesTest}.
 */
final class OverlayFaultTest implements FaultContract {
  @RegisterExtension private final TestedGround tested = new TestedGround();

  @Override
  public Opening opening() {
    return tested.opening();
  }

  @Override
  public Ground ground() {
    return tested.ground();
  }

  /** Each point takes some dozens of mounts. */
  @Override
  public int some() {
    return 1;
  }

  /** The other one only forces less. */
  @Override
  public List<Durability> durabilities() {
    return List.of(Durability.FULL);
  }

  @Override
  public Stream<Operation> more() {
    return Stream.of(
        Operation.ofClosed(
            "convert",
            Operations::withContainer,
            (trial, root, store) ->
                ImageStores.convert(root, new MovedDriver(tested.driver()), trial.options())));
  }
}
