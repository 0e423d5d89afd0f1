#!/usr/bin/env bash
# Compares how long it takes from an archive to the mounted file system of its image: the command line
# with overlay storage, docker, podman, skopeo, containerd and umoci, as whole processes, in turn, each
# time on a new ext4 file system, since one on which much was deleted makes files many times slower.
# Prints medians of wall and CPU seconds (of a daemon's, too). The command line is measured with full
# durability, with fast, and with fast unpacking layers instead of keeping them, as the others do.
# Usage: compare-loads.sh CORPUS [RUNS [IMAGE...]]     (as root, on Debian 12, after `mvnw package`;
# CORPUS has docker/IMAGE.tar and oci/IMAGE)
set -euo pipefail
corpus=$(readlink -f "$1") runs=${2:-3}
shift $(($# < 2 ? $# : 2))
[ $# -gt 0 ] || set -- app big files
lamina=$(dirname "$(readlink -f "$0")")/../../../../examples/src/main/scripts/lamina
work=$(mktemp -d) disk=$(mktemp -d)
export LC_ALL=C.UTF-8 DOCKER_HOST=unix://$work/docker.sock CONTAINERD_ADDRESS=$work/containerd.sock
daemon=

end_daemon() {
  [ -z "$daemon" ] || { kill "$daemon"; wait "$daemon" || :; } 2>/dev/null
  daemon=
}
unmount() {
  awk -v d="$disk" '$2 ~ "^" d "(/|$)" { print $2 }' /proc/mounts | sort -r |
    while read -r place; do umount "$place" 2>/dev/null || umount -l "$place"; done
}
trap 'end_daemon; unmount; rm -rf --one-file-system "$work" "$disk"' EXIT

new_disk() {
  end_daemon
  unmount
  rm -rf "$work/disk" "$work/podman"
  truncate -s 16G "$work/disk"
  mkfs.ext4 -q -E lazy_itable_init=1,lazy_journal_init=1 "$work/disk"
  mount -o loop,noinit_itable "$work/disk" "$disk"
  mkdir "$disk/mnt"
}
await() { for _ in $(seq 100); do "$@" >"$work/out" 2>&1 && return; sleep 0.1; done; }
start_daemon() {
  case $1 in
  docker)
    dockerd --data-root "$disk/docker" --exec-root "$work/docker" -p "$work/docker.pid" --iptables=false --ip6tables=false \
      --bridge=none -H "$DOCKER_HOST" --storage-driver overlay2 >"$work/log" 2>&1 &
    daemon=$!
    await docker version
    ;;
  ctr)
    printf 'version = 2\nroot = "%s"\nstate = "%s"\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\n  address = "%s"\n' \
      "$disk/containerd" "$work/containerd" "$CONTAINERD_ADDRESS" >"$work/containerd.toml"
    containerd -c "$work/containerd.toml" >"$work/log" 2>&1 &
    daemon=$!
    await ctr version
    ;;
  esac
}

# CPU seconds of a process and the children that it has waited for.
cpu() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print ($12 + $13 + $14 + $15) / 100 }'; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

tools="lamina lamina-fast lamina-instead docker podman skopeo ctr umoci"
command_of() { # TOOL FORMAT IMAGE: nothing if the tool does not read the format
  local archive=$corpus/$2/$3 podman="podman --root $disk/podman --runroot $work/podman --storage-driver overlay"
  [ "$2" = oci ] || archive+=.tar
  case $1-$2 in
  lamina*)
    local how="--durability full"
    [ "$1" = lamina-fast ] && how="--durability fast"
    [ "$1" = lamina-instead ] && how="--durability fast --unpack instead"
    echo "$lamina --root $disk/store --storage overlay $how load -q -i $archive &&
      $lamina --root $disk/store --storage overlay $how mount $([ "$2" = oci ] || echo corpus/)$3 $disk/mnt true"
    ;;
  docker-docker) echo "docker load -q -i $archive && docker create --pull never corpus/$3:latest /x" ;;
  podman-docker) echo "$podman load -q -i $archive && $podman image mount corpus/$3" ;;
  skopeo-*) echo "skopeo copy -q $([ "$2" = oci ] && echo "oci:$archive:latest" || echo "docker-archive:$archive") \
      'containers-storage:[overlay@$disk/podman+$work/podman]corpus/$3:latest' && $podman image mount corpus/$3" ;;
  ctr-*) echo "ctr images import --base-name corpus/$3 $([ "$2" = oci ] && echo "$work/$3.oci.tar" || echo "$archive") &&
      ctr images mount \$(ctr images ls -q) $disk/mnt" ;;
  umoci-oci) echo "umoci unpack --image $archive:latest $disk/bundle" ;;
  esac
}

# The archive of classes that the launcher keeps is there before anything is timed.
new_disk
"$lamina" --root "$disk/store" --storage overlay load -q -i "$corpus/oci/$1" >"$work/out"

printf '%-8s %-8s %-12s %8s %8s %8s\n' image format tool wall cpu ratio
for image; do
  tar -C "$corpus/oci/$image" -cf "$work/$image.oci.tar" .
  for format in docker oci; do
    rm -f "$work"/wall.* "$work"/cpu.*
    for _ in $(seq "$runs"); do
      for tool in $tools; do
        command=$(command_of "$tool" "$format" "$image")
        [ -n "$command" ] || continue
        new_disk
        start_daemon "$tool"
        before=$([ -z "$daemon" ] || cpu "$daemon")
        sync
        if /usr/bin/time -f '%e %U %S' -o "$work/time" bash -c "$command" >"$work/out" 2>"$work/err"; then
          read -r wall user system <"$work/time"
          after=$([ -z "$daemon" ] || cpu "$daemon")
          echo "$wall" >>"$work/wall.$tool"
          echo "$user + $system + ${after:-0} - ${before:-0}" | bc >>"$work/cpu.$tool"
        else
          echo "$tool $format $image: $(tail -1 "$work/err")" >&2
        fi
      done
    done
    for tool in $tools; do
      [ -s "$work/wall.$tool" ] || continue
      echo "$tool $(median <"$work/wall.$tool") $(median <"$work/cpu.$tool")"
    done | awk -v image="$image" -v format="$format" '
      NR == 1 { ours = $2 } { printf "%-8s %-8s %-12s %8.2f %8.2f %8.2f\n", image, format, $1, $2, $3, $2 / ours }'
  done
  rm -f "$work/$image.oci.tar"
done
