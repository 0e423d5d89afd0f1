package dev.lamina.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Random;

/** How a process is killed: at any moment, or in the middle of a certain system call. */
enum Killing {
  /** By another process, whenever that happens to do it. */
  AT_ANY_MOMENT {
    @Override
    void kill(StoreProcess process, Random random) throws IOException {
      process.go();
      boolean unused = process.listen(random.nextInt(LONGEST_LIFE));
      long nanos = random.nextInt(LONGEST_PAUSE_NANOS);
      long start = System.nanoTime();
      while (System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
      }
    }
  },
  /** By the kernel, before it answers a system call. */
  IN_A_SYSTEM_CALL {
    @Override
    void kill(StoreProcess process, Random random) throws IOException {
      Call call = Call.values()[random.nextInt(Call.values().length)];
      Process tracer =
          new ProcessBuilder(
                  List.of(
                      "strace",
                      "-f",
                      "-o",
                      "/dev/null",
                      "-p",
                      Long.toString(process.pid()),
                      "-e",
                      "trace=" + call.names,
                      "-e",
                      "inject=" + call.names + ":signal=SIGKILL:when=" + call.nth(random)))
              .redirectErrorStream(true)
              .start();
      try (BufferedReader said =
          new BufferedReader(new InputStreamReader(tracer.getInputStream(), UTF_8))) {
        String line = said.readLine();
        if (line == null || !line.contains("attached")) {
          throw new IOException("strace said " + line);
        }
        process.go();
        boolean unused = process.listen(LONGEST_LIFE); // Which it need not reach.
        process.kill();
      } finally {
        // Not in peace: it may wait for a thread of a dead process for ever.
        tracer.destroyForcibly().onExit().join();
      }
    }
  };

  /** What changes a store, by the names of the system calls, and how often it does in a while. */
  private enum Call {
    RENAME("rename,renameat,renameat2", 25),
    FORCE("fsync,fdatasync", 25),
    OPEN("openat", 200),
    DELETE("unlink,unlinkat,rmdir", 60),
    MAKE("mkdir,mkdirat,link,symlink,mknod", 30),
    WRITE("write,pwrite64", 100),
    MOUNT("mount,umount2,ftruncate", 10);

    private final String names;
    private final int often;

    Call(String names, int often) {
      this.names = names;
      this.often = often;
    }

    private int nth(Random random) {
      return 1 + random.nextInt(often);
    }
  }

  private static final int LONGEST_LIFE = 30;
  private static final int LONGEST_PAUSE_NANOS = 4_000_000;

  /** Lets a process live for a while, and has it killed, unless its caller does so now. */
  abstract void kill(StoreProcess process, Random random) throws IOException;
}
