package dev.lamina.overlay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A limit of what is in some directories, kept by the file system as the quota of a project. The
 * directories have the project's number, so that it is noted nowhere else. It is made from the
 * number of an inode, which no other directory has meanwhile, above all that people choose.
 *
 * @param directory one of the directories
 * @param project the number
 */
record ProjectQuota(Path directory, int project) {
  private static final int OWN = 0x8000_0000;
  private static final int NONE = 0xffff_ffff; // No number of a project.

  /** Makes a quota of a directory that is empty, and not yet used. */
  static ProjectQuota make(Path directory, long bytes) throws IOException {
    int project = (int) UpperStat.read(directory).inode() | OWN;
    while (project == NONE || PosixQuota.use(directory, project).files() > 0) {
      project = (project + 1) | OWN; // Only of more than 2^31 inodes.
    }
    ProjectQuota quota = new ProjectQuota(directory, project);
    quota.limit(OptionalLong.of(bytes));
    quota.add(directory);
    return quota;
  }

  /** Returns the quota that was made of a directory, if one was. */
  static Optional<ProjectQuota> of(Path directory) throws IOException {
    try {
      int project = PosixQuota.project(directory);
      return (project & OWN) == 0
          ? Optional.empty()
          : Optional.of(new ProjectQuota(directory, project));
    } catch (PosixException e) {
      return Optional.empty(); // The file system has no projects.
    }
  }

  /** Has what is made in one more directory count. */
  void add(Path other) throws IOException {
    PosixQuota.setProject(other, project);
  }

  /** Changes the limit, or takes it away. */
  void limit(OptionalLong bytes) throws IOException {
    PosixQuota.limit(directory, project, bytes.orElse(0));
  }
}
