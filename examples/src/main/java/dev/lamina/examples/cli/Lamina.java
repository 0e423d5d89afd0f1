package dev.lamina.examples.cli;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.RepairReport;
import dev.lamina.StorageChoice;
import dev.lamina.StoreOptions;
import dev.lamina.overlay.OverlayImageStore;
import dev.lamina.overlay.OverlayOptions;
import dev.lamina.vfs.VfsImageStore;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code lamina}: images on a command line, without a daemon. */
@Command(
    name = "lamina",
    description = "Container images without a daemon.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class)
public final class Lamina {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "where the store is (LAMINA_ROOT; default: ${DEFAULT-VALUE})",
      defaultValue = "${env:LAMINA_ROOT:-lamina-store}")
  private Path root = Path.of("lamina-store");

  @Option(
      names = "--storage",
      paramLabel = "NAME",
      description = "vfs or overlay (LAMINA_STORAGE; default: ${DEFAULT-VALUE})",
      defaultValue = "${env:LAMINA_STORAGE:-vfs}")
  private String storage = "vfs";

  @Option(
      names = "--unpack",
      paramLabel = "WHEN",
      description =
          "overlay: when_loaded, when_mounted, or instead of keeping layers as they came"
              + " (LAMINA_UNPACK; default: ${DEFAULT-VALUE})",
      defaultValue = "${env:LAMINA_UNPACK:-when_loaded}")
  private OverlayOptions.Unpacking unpacking = OverlayOptions.Unpacking.WHEN_LOADED;

  @Option(
      names = "--durability",
      paramLabel = "NAME",
      description =
          "full: what a command did outlasts a loss of power; fast: the last of it may not"
              + " (LAMINA_DURABILITY; default: ${DEFAULT-VALUE})",
      defaultValue = "${env:LAMINA_DURABILITY:-full}")
  private Durability durability = Durability.FULL;

  /** Read by picocli alone, as is the next. */
  @SuppressWarnings("unused")
  @Option(
      names = "--help",
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "say how to use it")
  private boolean help;

  @SuppressWarnings("unused")
  @Option(names = "--version", versionHelp = true, description = "say which version it is")
  private boolean version;

  private final StoreOptions options;

  private Lamina(StoreOptions options) {
    this.options = options;
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    Terminal terminal = new Terminal(System.in, out, err, new LocalClock(), Terminal.hasScreen());
    int exit = run(terminal, args);
    err.flush();
    boolean isWritten = !out.checkError();
    System.exit(exit == 0 && !isWritten ? 1 : exit);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16),
        false,
        StandardCharsets.UTF_8);
  }

  /** Runs a command that has no standard input, and returns its exit code. */
  static int run(PrintStream out, PrintStream err, String... args) {
    InputStream none = InputStream.nullInputStream();
    return run(new Terminal(none, out, err, Clock.systemUTC(), false), args);
  }

  /** Runs a command, and returns its exit code. */
  static int run(Terminal terminal, String... args) {
    return run(terminal, StoreOptions.defaults().engineVersion(Version.ENGINE), args);
  }

  /** Runs a command on a store that is opened with some options, and returns its exit code. */
  static int run(Terminal terminal, StoreOptions options, String... args) {
    return new Commands(new Lamina(options), terminal, args)
        .all()
        // A wrapper that has another name, such as docker, has it in the messages, too.
        .setCommandName(System.getProperty("lamina.program", "lamina"))
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        // A name may begin with an at sign.
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new UsageErrors(terminal.err()))
        .setExecutionExceptionHandler(new Failures(terminal))
        .execute(args);
  }

  /** Opens the store that the options name. */
  ImageStore open() {
    StoreOptions chosen = options.durability(durability);
    return switch (storage) {
      case "vfs" -> VfsImageStore.open(root, chosen);
      case "overlay" ->
          OverlayImageStore.open(root, chosen, OverlayOptions.defaults().unpacking(unpacking));
      default ->
          throw new ImageStoreException("unknown storage " + storage + ": use vfs or overlay");
    };
  }

  /** Makes the store one that can be opened, if its marker or journal is damaged. */
  RepairReport repair(boolean isPlan) {
    StorageChoice choice = StorageChoice.of(storage);
    return isPlan ? ImageStore.planRepair(root, choice) : ImageStore.repair(root, choice);
  }
}
