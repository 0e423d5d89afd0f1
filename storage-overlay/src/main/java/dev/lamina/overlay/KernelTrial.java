package dev.lamina.overlay;

import dev.lamina.overlay.OverlayProbe.Feature;
import dev.lamina.overlay.OverlayProbe.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tries what the kernel mounts, and which options it takes. */
final class KernelTrial {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final String NOT_WITH_USER_XATTRS = "the kernel has it with trusted xattrs only";
  private static final String PARAMETERS = "sys/module/overlay/parameters/";

  private final Mounter mounter = new KernelMounter();
  private final TrialDirectory trial;
  private final HostFiles host;
  private final boolean userXattrs;

  /**
   * @param userXattrs whether layers are marked by extended attributes that all can set
   */
  KernelTrial(TrialDirectory trial, HostFiles host, boolean userXattrs) {
    this.trial = trial;
    this.host = host;
    this.userXattrs = userXattrs;
  }

  /** What a mount can be asked for. */
  private enum Choice {
    VOLATILE(Feature.VOLATILE, ""),
    INDEX(Feature.INDEX, "on"),
    METACOPY(Feature.METACOPY, "on"),
    REDIRECT_DIR(Feature.REDIRECT_DIR, "on");

    private final Feature feature;
    private final String value;

    Choice(Feature feature, String value) {
      this.feature = feature;
      this.value = value;
    }
  }

  /** Tries all at once, which mostly works, and else each by itself. */
  List<Verdict> verdicts() {
    Set<Choice> choices =
        userXattrs ? EnumSet.of(Choice.VOLATILE, Choice.INDEX) : EnumSet.allOf(Choice.class);
    List<Verdict> verdicts = new ArrayList<>();
    try {
      verdicts.addAll(attempt(choices));
    } catch (IOException e) {
      verdicts.addAll(oneByOne(choices));
    }
    if (userXattrs) {
      verdicts.add(Verdict.no(Feature.METACOPY, NOT_WITH_USER_XATTRS));
      verdicts.add(Verdict.no(Feature.REDIRECT_DIR, NOT_WITH_USER_XATTRS));
    }
    return verdicts;
  }

  private List<Verdict> oneByOne(Set<Choice> choices) {
    List<Verdict> verdicts = new ArrayList<>();
    try {
      verdicts.addAll(attempt(Set.of()));
    } catch (IOException e) {
      return List.of(Verdict.no(Feature.KERNEL_MOUNT, FileTrial.reason(e) + advice(e)));
    }
    for (Choice choice : choices) {
      try {
        attempt(Set.of(choice)).stream()
            .filter(verdict -> verdict.feature() == choice.feature)
            .forEach(verdicts::add);
      } catch (IOException e) {
        verdicts.add(Verdict.no(choice.feature, "the kernel refuses it: " + FileTrial.reason(e)));
      }
    }
    return verdicts;
  }

  private List<Verdict> attempt(Set<Choice> choices) throws IOException {
    TrialTree tree = TrialTree.in(trial);
    Map<String, String> options = new LinkedHashMap<>();
    choices.forEach(choice -> options.put(choice.feature.toString(), choice.value));
    if (userXattrs) {
      options.put("userxattr", "");
    }
    mounter.mount(tree.plan(options));
    try {
      List<Verdict> verdicts = new ArrayList<>(List.of(tree.deletion(Feature.KERNEL_MOUNT)));
      for (Choice choice : choices) {
        verdicts.add(verdict(tree, choice));
      }
      return verdicts;
    } finally {
      mounter.detach(tree.merged());
    }
  }

  private Verdict verdict(TrialTree tree, Choice choice) throws IOException {
    return switch (choice) {
      case VOLATILE -> Verdict.yes(choice.feature, "tried");
      case INDEX -> index(tree);
      case METACOPY, REDIRECT_DIR -> shown(tree, choice);
    };
  }

  private String advice(IOException e) {
    if (!(e instanceof PosixException posix)) {
      return "";
    }
    if (posix.errno() == Posix.EPERM && host.isInUserNamespace()) {
      return "; the mounts may not be this user namespace's own: use unshare -rm, with -m";
    }
    return posix.errno() == Posix.EPERM
        ? "; a seccomp filter or a security module may forbid it"
        : "; the kernel's log (dmesg) may say more";
  }

  private Verdict index(TrialTree tree) {
    return Files.isDirectory(tree.work().resolve("index"))
        ? Verdict.yes(Feature.INDEX, "tried")
        : Verdict.no(
            Feature.INDEX,
            host.isInUserNamespace()
                ? "the kernel does without it in a user namespace"
                : "the kernel does without it: the file system cannot open files by handles");
  }

  /** The kernel may do without an option that it took; it then shows another value. */
  private Verdict shown(TrialTree tree, Choice choice) throws IOException {
    String name = choice.feature.toString();
    String shown =
        Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1).stream()
            .filter(tree::isIn)
            .findFirst()
            .orElse("");
    boolean isOn =
        shown.contains(name + "=on")
            || (host.isOn(PARAMETERS + name) && !shown.contains(name + "=off"));
    return isOn
        ? Verdict.yes(choice.feature, "tried")
        : Verdict.no(choice.feature, "the kernel takes the option, and does without");
  }
}
