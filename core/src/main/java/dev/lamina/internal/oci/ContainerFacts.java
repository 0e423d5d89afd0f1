package dev.lamina.internal.oci;

import dev.lamina.ContainerStatus;
import dev.lamina.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * What an inspection says about a container.
 *
 * @param id the ID
 * @param name the name, without a slash
 * @param image the ID of its image
 * @param config how it runs
 * @param created when it was created
 * @param status what it does
 * @param started when it was last started
 * @param finished when it last ended
 * @param exitCode what it last ended with
 * @param driver the name of the storage
 */
public record ContainerFacts(
    String id,
    String name,
    Digest image,
    RunConfigDocument config,
    Instant created,
    ContainerStatus status,
    Optional<Instant> started,
    Optional<Instant> finished,
    int exitCode,
    String driver) {}
