package dev.lamina.examples.cli;

import dev.lamina.ContainerStatus;
import dev.lamina.ImageStore;
import dev.lamina.StoreInfo;
import dev.lamina.examples.cli.template.Struct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lamina info}: says what a store can know of what {@code docker info} says. */
@Command(
    name = "info",
    description = "Display system-wide information",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS]")
final class InfoCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "json, or a Go template")
  private String format = "";

  InfoCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    StoreInfo info;
    try (ImageStore store = lamina.open()) {
      info = store.info();
    }
    if (format.isEmpty()) {
      terminal.out().print(text(info));
    } else {
      StringBuilder out = new StringBuilder();
      TemplateOption.parse(format).execute(fields(info), out);
      terminal.out().println(out);
    }
    return 0;
  }

  private static String text(StoreInfo info) {
    StringBuilder out = new StringBuilder();
    out.append("Client:\n Version:    ").append(Version.text());
    out.append("\n Debug Mode: false\n\nServer:\n");
    line(out, " Containers", containers(info));
    line(out, "  Running", count(info, ContainerStatus.RUNNING));
    line(out, "  Paused", count(info, ContainerStatus.PAUSED));
    line(out, "  Stopped", stopped(info));
    line(out, " Images", info.images());
    line(out, " Server Version", Version.text());
    line(out, " Storage Driver", info.storage());
    info.storageStatus().forEach((key, value) -> line(out, "  " + key, value));
    line(out, " Kernel Version", info.host().kernelVersion());
    line(out, " Operating System", info.host().operatingSystem());
    line(out, " OSType", info.host().osType());
    line(out, " Architecture", info.host().architecture());
    line(out, " CPUs", info.host().cpus());
    line(out, " Total Memory", HumanSize.binary(info.host().memoryBytes()));
    line(out, " Name", info.host().name());
    line(out, " Docker Root Dir", info.root());
    return out.toString();
  }

  private static void line(StringBuilder out, String key, Object value) {
    out.append(key).append(": ").append(value).append('\n');
  }

  private static Struct fields(StoreInfo info) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Containers", containers(info));
    fields.put("ContainersRunning", count(info, ContainerStatus.RUNNING));
    fields.put("ContainersPaused", count(info, ContainerStatus.PAUSED));
    fields.put("ContainersStopped", stopped(info));
    fields.put("Images", info.images());
    fields.put("Driver", info.storage());
    fields.put(
        "DriverStatus",
        info.storageStatus().entrySet().stream()
            .map(entry -> List.of(entry.getKey(), entry.getValue()))
            .toList());
    fields.put("KernelVersion", info.host().kernelVersion());
    fields.put("OperatingSystem", info.host().operatingSystem());
    fields.put("OSType", info.host().osType());
    fields.put("Architecture", info.host().architecture());
    fields.put("NCPU", info.host().cpus());
    fields.put("MemTotal", info.host().memoryBytes());
    fields.put("DockerRootDir", info.root().toString());
    fields.put("Name", info.host().name());
    fields.put("ServerVersion", Version.text());
    return new Struct("system.info", fields);
  }

  private static int containers(StoreInfo info) {
    return info.containers().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static int stopped(StoreInfo info) {
    return count(info, ContainerStatus.CREATED) + count(info, ContainerStatus.EXITED);
  }

  private static int count(StoreInfo info, ContainerStatus status) {
    return info.containers().getOrDefault(status, 0);
  }
}
