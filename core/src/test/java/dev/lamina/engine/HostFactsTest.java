package dev.lamina.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.StoreInfo;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostFactsTest {
  private final FileSystem machine = Jimfs.newFileSystem(Configuration.unix());
  private final Path root = machine.getPath("/");

  @AfterEach
  void close() throws IOException {
    machine.close();
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private StoreInfo.Host host(Map<String, String> environment, Map<String, String> properties) {
    return new HostFacts(root, environment, properties).host();
  }

  @Test
  void host_linux_isWhatItsFilesSay() throws IOException {
    write("proc/sys/kernel/hostname", "box\n");
    write("etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
    write("proc/meminfo", "MemTotal:        8148236 kB\nMemFree:         1 kB\n");

    StoreInfo.Host host =
        host(
            Map.of("HOSTNAME", "other"),
            Map.of("os.name", "Linux", "os.version", "6.1.0-13-amd64", "os.arch", "amd64"));

    assertThat(host)
        .isEqualTo(
            new StoreInfo.Host(
                "box",
                "Debian GNU/Linux 12 (bookworm)",
                "linux",
                "x86_64",
                "6.1.0-13-amd64",
                Runtime.getRuntime().availableProcessors(),
                8_343_793_664L));
  }

  @Test
  void host_withoutFiles_isWhatElseIsKnown() {
    StoreInfo.Host host =
        host(
            Map.of("COMPUTERNAME", "PC"),
            Map.of("os.name", "Windows 11", "os.version", "10.0", "os.arch", "aarch64"));

    assertThat(host)
        .isEqualTo(
            new StoreInfo.Host("PC", "Windows 11", "windows", "aarch64", "10.0", host.cpus(), 0));
  }

  @Test
  void host_nothingKnown_isEmpty() {
    StoreInfo.Host host = host(Map.of(), Map.of());

    assertThat(host).isEqualTo(new StoreInfo.Host("", "", "", "", "", host.cpus(), 0));
  }

  @Test
  void boot_isWhatTheKernelSays_orThisProcess() throws IOException {
    HostFacts facts = new HostFacts(root, Map.of(), Map.of());
    String process = facts.boot();

    assertThat(process).contains(Long.toString(ProcessHandle.current().pid()));
    assertThat(facts.boot()).isEqualTo(process);
    assertThat(process).doesNotContain("\n"); // It becomes a line.

    write("proc/sys/kernel/random/boot_id", "5d0e1c1a-6f0e-4c3b-9a50-7a1b8f9ff6a4\n");

    assertThat(facts.boot()).isEqualTo("5d0e1c1a-6f0e-4c3b-9a50-7a1b8f9ff6a4");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "PRETTY_NAME=Alpine, Alpine",
        "PRETTY_NAME='Void Linux', Void Linux",
        "PRETTY_NAME=\"a \\\"b\\\" \\$c\", a \"b\" $c",
        "PRETTY_NAME=\", \"",
        "NAME=Arch, Linux",
      })
  void operatingSystem_inOsRelease_isUnquoted(String line, String name) throws IOException {
    write("usr/lib/os-release", line + "\n");

    assertThat(host(Map.of(), Map.of("os.name", "Linux")).operatingSystem()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"MemTotal: lots, 0", "MemTotal:       1 kB, 1024", "MemFree: 1 kB, 0"})
  void memoryBytes_inMeminfo_areOfTheTotal(String line, long bytes) throws IOException {
    write("proc/meminfo", line + "\n");

    assertThat(host(Map.of(), Map.of()).memoryBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "amd64, x86_64, Linux, linux",
    "x86, i686, Windows 10, windows",
    "aarch64, aarch64, Mac OS X, darwin",
    "riscv64, riscv64, FreeBSD, freebsd",
  })
  void architecture_namedByJava_isAsTheSystemSays(
      String arch, String machineName, String system, String osType) {
    StoreInfo.Host host = host(Map.of(), Map.of("os.arch", arch, "os.name", system));

    assertThat(host.architecture()).isEqualTo(machineName);
    assertThat(host.osType()).isEqualTo(osType);
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, extfs",
    "ext2, extfs",
    "xfs, xfs",
    "btrfs, btrfs",
    "overlay, overlayfs",
    "tmpfs, tmpfs",
    "nfs4, nfs",
    "NTFS, NTFS",
  })
  void backingFileSystem_namedByTheSystem_isAsTheEngineSays(String type, String name) {
    assertThat(BackingFileSystem.nameOf(type)).isEqualTo(name);
  }
}
