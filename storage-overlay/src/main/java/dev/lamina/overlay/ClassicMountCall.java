package dev.lamina.overlay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Mounts by mount(2), which is the quickest way if all fits. All is one text, which the kernel cuts
 * silently after a page: it is never longer, and the directory for changes stands in front.
 */
final class ClassicMountCall implements MountCalls {
  /** A page, less the zero at the end. */
  private static final int MAX_TEXT = 4095;

  private final int longestPath;

  private ClassicMountCall(int longestPath) {
    this.longestPath = longestPath;
  }

  /** Makes calls that use paths as they are, as far as they mean nothing else. */
  static ClassicMountCall withPaths() {
    return new ClassicMountCall(MAX_TEXT);
  }

  /** Makes calls that use short names of descriptors: some 330 fit. */
  static ClassicMountCall withDescriptors() {
    return new ClassicMountCall(0);
  }

  @Override
  public void mount(OverlayPlan plan) throws IOException {
    try (KernelNames names = new KernelNames(longestPath)) {
      byte[] text = text(plan, names);
      if (text.length > MAX_TEXT) {
        throw new IOException(
            "cannot mount %s: the names of %d directories take %d bytes, and this kernel reads %d; squash layers, or use the storage vfs or Linux 6.8"
                .formatted(plan.target(), plan.lowers().size(), text.length, MAX_TEXT));
      }
      Posix.mount(plan.target(), plan.source(), KernelMounter.TYPE, plan.forbidden(), text);
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
