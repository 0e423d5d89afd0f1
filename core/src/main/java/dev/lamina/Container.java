package dev.lamina;

import java.time.Instant;
import java.util.Optional;

/**
 * A container as a store knew it when asked: a value, which does not change when the store does. A
 * store runs no containers; it keeps what holds images, and the layer that each writes to.
 *
 * @param id the ID
 * @param name the name
 * @param imageId the image it was made from, which may be gone
 * @param imageName that image as it was named when the container was created
 * @param config how it runs: the image's configuration with what was set for the container
 * @param created when it was created
 * @param status what it does
 * @param started when it was last started, if ever
 * @param finished when it last ended, if ever
 * @param exitCode what it last ended with; 0 if it has not ended
 */
public record Container(
    ContainerId id,
    String name,
    ImageId imageId,
    String imageName,
    ImageConfig config,
    Instant created,
    ContainerStatus status,
    Optional<Instant> started,
    Optional<Instant> finished,
    int exitCode) {}
