package dev.lamina;

/**
 * What {@code docker inspect} says of a container. Immutable.
 *
 * @param container the container
 * @param json the JSON object that describes it, indented by four
 */
public record ContainerInspection(Container container, String json) {}
