package dev.lamina.internal.catalog;

import dev.lamina.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the catalogue knows of a container. It holds its layers, also when its image is gone.
 *
 * @param id 64 hexadecimal digits
 * @param name the name, without a slash; no other container has it
 * @param image the ID of the image it was created from
 * @param imageName that image as it was named then
 * @param diffIds the layers below its own one, base to top
 * @param config how it runs, as engines write that in JSON
 * @param labels the labels in there
 * @param created when it was created
 * @param status {@code created}, {@code running}, {@code paused} or {@code exited}
 * @param started when it was last started
 * @param finished when it last ended
 * @param exitCode what it last ended with
 * @param lease the lease that says that it still runs; empty if it runs until somebody says
 *     otherwise
 */
public record ContainerRecord(
    String id,
    String name,
    Digest image,
    String imageName,
    List<Digest> diffIds,
    String config,
    Map<String, String> labels,
    Instant created,
    String status,
    Optional<Instant> started,
    Optional<Instant> finished,
    int exitCode,
    String lease) {
  /** The status of a container that has not been started. */
  public static final String CREATED = "created";

  /** The status of a container that runs. */
  public static final String RUNNING = "running";

  /** The status of a container that runs, but is held. */
  public static final String PAUSED = "paused";

  /** The status of a container that has ended. */
  public static final String EXITED = "exited";

  /** Makes a record with copies of the collections. */
  public ContainerRecord {
    diffIds = List.copyOf(diffIds);
    labels = Map.copyOf(labels);
  }

  /** Returns whether the container runs; one that is paused does. */
  public boolean isRunning() {
    return status.equals(RUNNING) || status.equals(PAUSED);
  }

  /** Returns this container under another name. */
  public ContainerRecord renamed(String other) {
    return new ContainerRecord(
        id, other, image, imageName, diffIds, config, labels, created, status, started, finished,
        exitCode, lease);
  }

  /** Returns this container, started at a time. */
  public ContainerRecord started(Instant time, String newLease) {
    return new ContainerRecord(
        id,
        name,
        image,
        imageName,
        diffIds,
        config,
        labels,
        created,
        RUNNING,
        Optional.of(time),
        finished,
        0,
        newLease);
  }

  /** Returns this container, ended at a time. */
  public ContainerRecord exited(Instant time, int code) {
    return new ContainerRecord(
        id,
        name,
        image,
        imageName,
        diffIds,
        config,
        labels,
        created,
        EXITED,
        started,
        Optional.of(time),
        code,
        "");
  }

  /** Returns this container with another status, all else being as it was. */
  public ContainerRecord withStatus(String other) {
    return new ContainerRecord(
        id, name, image, imageName, diffIds, config, labels, created, other, started, finished,
        exitCode, lease);
  }
}
