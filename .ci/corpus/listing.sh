#!/usr/bin/env bash
# listing.sh ROOT DIR: writes down a root file system as sorted text that `diff -r` compares: files (type mode uid gid size mtime
# path link), sha256, xattrs, devices, hardlinks. Times are whole seconds; that of a directory without a member of its own is when it was unpacked.
set -euo pipefail
export LC_ALL=C
to=$(mkdir -p "$2" && cd "$2" && pwd); cd "$1"
find . -mindepth 1 -printf '%y\t%m\t%U\t%G\t%s\t%T@\t%P\t%l\0' | sort -zt$'\t' -k7 | sed -z 's/\n/\\n/g' | tr '\0' '\n' |
  awk -F'\t' -vOFS='\t' '{ if ($1 == "d") $5 = 0; sub(/\..*/, "", $6); print }' > "$to/files.new"
find . -type f -print0 | sort -z | xargs -0r sha256sum > "$to/sha256"
find . -print0 | sort -z | xargs -0r getfattr -h -d -e hex -m '^(user|security)\.' -- > "$to/xattrs"
find . \( -type c -o -type b \) -print0 | sort -z | xargs -0r stat -c '%n %F 0x%t 0x%T' > "$to/devices"
# one line for each set of names of one file (overlay counts names that a layer above took away: a set of one is none)
find . ! -type d -links +1 -printf '%i\t%P\n' | sort | awk -F'\t' '
  $1 != i { if (n > 1) print l; l = $2; i = $1; n = 1; next } { l = l "\t" $2; n++ } END { if (n > 1) print l }' | sort > "$to/hardlinks"
mv "$to/files.new" "$to/files"
