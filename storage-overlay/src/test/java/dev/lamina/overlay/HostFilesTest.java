package dev.lamina.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.overlay.OverlayProbe.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read out of the kernel's files, of which each test writes those that it is about. */
final class HostFilesTest {
  private static final String WHOLE_MACHINE = "         0          0 4294967295";
  private static final String ONE_USER = "         0       1000          1";

  @TempDir Path files;

  private HostFiles host() {
    return new HostFiles(files, "Linux");
  }

  private void write(String file, String text) throws IOException {
    Path path = files.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  @ParameterizedTest
  @CsvSource({"Linux, true", "Mac OS X, false", "Windows 11, false", "'', false"})
  void linux_nameOfSystem_decides(String system, boolean works) {
    Verdict verdict = new HostFiles(files, system).linux();

    assertThat(verdict.works()).isEqualTo(works);
    assertThat(verdict.reason()).isEqualTo("the operating system is " + system);
  }

  @Test
  void overlayfs_listed_works() throws IOException {
    write("proc/filesystems", "nodev\tproc\nnodev\toverlay");

    assertThat(host().overlayfs().works()).isTrue();
  }

  @Test
  void overlayfs_notListed_saysWhatToDo() throws IOException {
    write("proc/filesystems", "nodev\tproc\n\text4");

    assertThat(host().overlayfs().works()).isFalse();
    assertThat(host().overlayfs().reason()).contains("modprobe overlay");
  }

  @Test
  void anything_filesMissing_isNotThere() {
    assertThat(host().overlayfs().reason()).startsWith("cannot read /proc/filesystems: ");
    assertThat(host().privilege().reason()).startsWith("cannot read /proc/self/status: ");
    assertThat(host().manyLayers().reason()).startsWith("kernel unknown ");
    assertThat(host().overlayfs().works()).isFalse();
    assertThat(host().privilege().works()).isFalse();
    assertThat(host().manyLayers().works()).isFalse();
    assertThat(host().idmapped().works()).isFalse();
    assertThat(host().seLinux(false).works()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "000001ffffffffff, true, the process has CAP_SYS_ADMIN on the whole machine",
    "0000000000200000, true, the process has CAP_SYS_ADMIN on the whole machine",
    "000001ffffdfffff, false, 'the process lacks CAP_SYS_ADMIN, which mount(2) needs; run as root,"
        + " or in a user namespace: unshare -rm java ...'",
    "none, false, 'cannot read /proc/self/status: For input string: \"none\" under radix 16'",
  })
  void privilege_bitOfSysAdmin_decides(String capabilities, boolean works, String reason)
      throws IOException {
    write("proc/self/status", "Name:\tx\nCapEff:\t" + capabilities);
    write("proc/self/uid_map", WHOLE_MACHINE);

    assertThat(host().privilege().works()).isEqualTo(works);
    assertThat(host().privilege().reason()).isEqualTo(reason);
  }

  @Test
  void privilege_mappedUsers_isOfAUserNamespace() throws IOException {
    write("proc/self/status", "CapEff:\t000001ffffffffff");
    write("proc/self/uid_map", ONE_USER);

    assertThat(host().privilege().works()).isTrue();
    assertThat(host().privilege().reason()).endsWith("CAP_SYS_ADMIN in a user namespace");
  }

  @ParameterizedTest
  @CsvSource({
    "proc/sys/user/max_user_namespaces, 0, user.max_user_namespaces is 0",
    "proc/sys/user/max_user_namespaces, 100, unshare -rm",
    "proc/sys/kernel/unprivileged_userns_clone, 0, kernel.unprivileged_userns_clone is 0",
    "proc/sys/kernel/unprivileged_userns_clone, 1, unshare -rm",
    "proc/sys/kernel/apparmor_restrict_unprivileged_userns, 1, userns is 1",
    "proc/sys/kernel/apparmor_restrict_unprivileged_userns, 0, unshare -rm",
  })
  void privilege_lacking_advisesNamespacesOnlyIfThereAreAny(
      String file, String value, String advice) throws IOException {
    write("proc/self/status", "CapEff:\t0");
    write(file, value);

    assertThat(host().privilege().reason()).contains(advice);
  }

  @ParameterizedTest
  @CsvSource({
    "4.18.0-553.el8, false, false",
    "5.10.0-28-amd64, false, false",
    "5.19.0, false, true",
    "6.6.87, false, true",
    "6.7.0-rc1, true, true",
    "6.18.5, true, true",
    "10.0, true, true",
  })
  void release_number_decides(String release, boolean many, boolean idmapped) throws IOException {
    write("proc/sys/kernel/osrelease", release);
    write("proc/self/uid_map", WHOLE_MACHINE);

    assertThat(host().manyLayers().works()).isEqualTo(many);
    assertThat(host().manyLayers().reason()).contains(release);
    assertThat(host().idmapped().works()).isEqualTo(idmapped);
    assertThat(host().idmapped().reason()).contains(release);
  }

  @Test
  void idmapped_inAUserNamespace_isNotAllowed() throws IOException {
    write("proc/sys/kernel/osrelease", "6.18.5");
    write("proc/self/uid_map", ONE_USER);

    assertThat(host().idmapped().works()).isFalse();
    assertThat(host().idmapped().reason()).contains("whole machine");
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, false, OverlayOptions.seLinuxContext",
    "1, true, true, context of the options",
    "0, false, true, not enforced",
  })
  void seLinux_enforced_needsAContext(
      String enforced, boolean hasContext, boolean works, String reason) throws IOException {
    write("sys/fs/selinux/enforce", enforced);

    assertThat(host().seLinux(hasContext).works()).isEqualTo(works);
    assertThat(host().seLinux(hasContext).reason()).contains(reason);
  }

  @Test
  void program_firstOnThePathThatCanRun_isFound() throws IOException {
    String first = System.getenv("PATH").split(":")[0].substring(1);
    write(first + "/fuse-overlayfs", "#!/bin/sh");
    Path program = files.resolve(first).resolve("fuse-overlayfs");

    assertThat(host().program("fuse-overlayfs")).isEmpty();

    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(host().program("fuse-overlayfs")).contains(program);
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, true, ext4",
    "xfs, true, xfs",
    "tmpfs, true, tmpfs",
    "overlay, false, put the store on a volume",
    "nfs4, false, 'put the store on ext4'",
    "fuse.sshfs, false, 'put the store on ext4'",
  })
  void backing_type_decides(String type, boolean works, String reason) {
    assertThat(BackingFiles.ofType(type).works()).isEqualTo(works);
    assertThat(BackingFiles.ofType(type).reason()).startsWith(type).contains(reason);
  }
}
