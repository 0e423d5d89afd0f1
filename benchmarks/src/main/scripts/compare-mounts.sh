#!/usr/bin/env bash
# Compares how long the library takes to mount and unmount twenty layers with a C program that does
# nothing else, both in turn, and fails if it is more than 1.5 times as long.
# Usage: compare-mounts.sh        (as root, on Linux; needs gcc)
set -euo pipefail
cd "$(dirname "$0")/../../../.."
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
gcc -O2 -Wall -Werror -o "$work/mount" benchmarks/src/main/c/mount.c
./mvnw -q -pl core,storage-overlay test -Dtest=MountSpeedTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dlamina.mounts.baseline="$work/mount" "$@"
