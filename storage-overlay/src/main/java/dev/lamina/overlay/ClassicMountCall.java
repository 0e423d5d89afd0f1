package dev.lamina.overlay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Mounts by mount(2), for kernels that have nothing newer. All is one text, which the kernel cuts
 * silently after a page: it is never longer, and the directory for changes stands in front.
 */
final class ClassicMountCall implements MountCalls {
  /** A page, less the zero at the end. */
  private static final int MAX_TEXT = 4095;

  @Override
  public void mount(OverlayPlan plan) throws IOException {
    if (!mount(plan, MAX_TEXT) && !mount(plan, 0)) {
      throw new IOException(
          "cannot mount %s: the names of %d directories are longer than the %d bytes that this kernel takes; squash layers, use the storage vfs, or Linux 6.8 or newer"
              .formatted(plan.target(), plan.lowers().size(), MAX_TEXT));
    }
  }

  /** Mounts, unless the text is too long if paths of some length are used as they are. */
  private static boolean mount(OverlayPlan plan, int longestPath) throws IOException {
    try (KernelNames names = new KernelNames(longestPath)) {
      byte[] text = text(plan, names);
      if (text.length > MAX_TEXT) {
        return false;
      }
      Posix.mount(plan.target(), KernelMounter.TYPE, plan.forbidden(), text);
      return true;
    }
  }

  private static byte[] text(OverlayPlan plan, KernelNames names) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    if (plan.upper().isPresent()) {
      OverlayPlan.Upper upper = plan.upper().get();
      write(text, "upperdir=", names.name(upper.directory()));
      write(text, ",workdir=", names.name(upper.work()));
      text.write(',');
    }
    String separator = "lowerdir=";
    for (Path lower : plan.lowers()) {
      write(text, separator, names.name(lower));
      separator = ":";
    }
    for (Map.Entry<String, String> option : plan.flags().options().entrySet()) {
      write(text, "," + option.getKey(), value(option.getValue()));
    }
    return text.toByteArray();
  }

  private static void write(ByteArrayOutputStream text, String before, byte[] value) {
    text.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    text.writeBytes(value);
  }

  /** A context can have commas in it, which are not the end of it in quotes. */
  private static byte[] value(String value) {
    String text = value.isEmpty() ? "" : value.contains(",") ? "=\"" + value + "\"" : "=" + value;
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
