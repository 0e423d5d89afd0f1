package dev.lamina.overlay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Mounts by fsopen(2) and what follows it, with one call for each directory, so that all of them
 * fit; and the kernel says what it does not like. Needs Linux 6.8.
 */
final class NewMountCalls implements MountCalls {
  /**
   * The most bytes that the kernel takes as the value of an option, without the zero at the end.
   */
  private static final int MAX_VALUE = 255;

  @Override
  public void mount(OverlayPlan plan) throws IOException {
    Path target = plan.target();
    try (KernelNames names = new KernelNames(MAX_VALUE);
        Posix.Handle fileSystem = Posix.openFileSystem(target, KernelMounter.TYPE)) {
      set(target, fileSystem, "source", plan.source());
      for (Path lower : plan.lowers()) {
        Posix.configure(target, fileSystem, "lowerdir+", names.name(lower));
      }
      if (plan.upper().isPresent()) {
        OverlayPlan.Upper upper = plan.upper().get();
        Posix.configure(target, fileSystem, "upperdir", names.name(upper.directory()));
        Posix.configure(target, fileSystem, "workdir", names.name(upper.work()));
      }
      for (Map.Entry<String, String> option : plan.flags().options().entrySet()) {
        set(target, fileSystem, option.getKey(), option.getValue());
      }
      Posix.create(target, fileSystem);
      // Closed at once: what is open keeps the mount in use.
      try (Posix.Handle mount = Posix.mountFileSystem(target, fileSystem, plan.forbidden())) {
        Posix.place(mount, target);
      }
    }
  }

  private static void set(Path target, Posix.Handle fileSystem, String option, String value)
      throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    Posix.configure(target, fileSystem, option, bytes.length == 0 ? null : bytes);
  }
}
