package dev.lamina;

/** How to remove a container. */
public enum RemoveContainerOption {
  /** Also if it runs. */
  FORCE
}
