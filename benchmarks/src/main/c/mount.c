/*
 * Mounts an overlay and unmounts it, by nothing but mount(2) and umount2(2): what the library's
 * mounts are compared with. Usage: mount TARGET OPTIONS. For each line of the input, which is how
 * often, a line is written: the nanoseconds that each mount and unmount took.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mount.h>
#include <time.h>

static long long nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int main(int argc, char **argv) {
  int times;
  if (argc != 3) {
    fprintf(stderr, "usage: mount TARGET OPTIONS\n");
    return 2;
  }
  while (scanf("%d", &times) == 1) {
    long long start = nanos();
    for (int i = 0; i < times; i++) {
      if (mount("overlay", argv[1], "overlay", MS_RDONLY, argv[2]) != 0) {
        perror("mount");
        return 1;
      }
      if (umount2(argv[1], 0) != 0) {
        perror("umount2");
        return 1;
      }
    }
    printf("%lld\n", (nanos() - start) / times);
    fflush(stdout);
  }
  return 0;
}
