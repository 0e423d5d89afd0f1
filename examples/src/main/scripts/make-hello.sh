#!/usr/bin/env bash
# Makes the quickstart's image: a docker-save archive of two layers, the second one gzip.
# Usage: make-hello.sh FILE        (needs GNU tar, gzip, sha256sum; gives the same bytes each time)
set -euo pipefail
umask 022
target=$(realpath -m "$1")
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cd "$work"

pack() { # FOLDER
  (cd "$1" && tar --format=ustar --blocking-factor=1 --sort=name --owner=0 --group=0 --numeric-owner \
    --mtime=@1704164645 -cf - *)
}
sha() { sha256sum "$1" | cut -d' ' -f1; }

# The base: a file that says what this is, a link to it, and a message.
mkdir -p base/etc base/usr/lib image
cat > base/usr/lib/os-release <<'RELEASE'
NAME="Hello Linux"
ID=hello
VERSION_ID=1
PRETTY_NAME="Hello Linux 1"
RELEASE
ln -s ../usr/lib/os-release base/etc/os-release
echo 'Welcome.' > base/etc/motd
echo 'Only the base has this.' > base/etc/issue
pack base > base.tar

# On it: another message, a program, and a whiteout, which takes etc/issue away.
mkdir -p top/etc top/bin
echo 'Hello from two layers, of which nothing was unpacked.' > top/etc/motd
: > top/etc/.wh.issue
printf '#!/bin/sh\ncat /etc/motd\n' > top/bin/hello
chmod 755 top/bin/hello
pack top > top.tar

base=$(sha base.tar) top=$(sha top.tar)
mv base.tar "image/$base.tar"
gzip -9n < top.tar > "image/$top.tar.gz"

cat > config.json <<CONFIG
{"architecture":"amd64","config":{"Cmd":["/bin/hello"],"Env":["PATH=/bin"],"Labels":{"org.opencontainers.image.title":"hello"},"WorkingDir":"/"},"created":"2024-01-02T03:04:05Z","history":[{"created":"2024-01-02T03:04:00Z","created_by":"the base"},{"created":"2024-01-02T03:04:05Z","created_by":"the message"}],"os":"linux","rootfs":{"type":"layers","diff_ids":["sha256:$base","sha256:$top"]}}
CONFIG
config=$(sha config.json)
mv config.json "image/$config.json"
cat > image/manifest.json <<MANIFEST
[{"Config":"$config.json","RepoTags":["lamina/hello:latest"],"Layers":["$base.tar","$top.tar.gz"]}]
MANIFEST
pack image > "$target"
