#!/usr/bin/env bash
# Writes PublicAPI.Unshipped.txt anew: all that is public and not in PublicAPI.Shipped.txt. What has left the surface stays an error (RS0017)
# until its line is taken out of PublicAPI.Shipped.txt by hand: that is a breaking change. At a release the unshipped lines move to the shipped ones.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
list=PublicAPI.Unshipped.txt
work=$(mktemp -d)
cp "$list" "$work/before"
trap 'rm -rf "$work"' EXIT

# Against an empty list the analyzer names every public symbol. Where the build fails for another reason, the list stays as it was.
echo '#nullable enable' > "$list"
if ! dotnet build -c Release -m:1 --no-incremental -p:HoldPublicApi=false -clp:NoSummary > "$work/log"; then
  cat "$work/before" > "$list"
  grep 'error' "$work/log" | sort -u >&2
  exit 1
fi
sed -n "s/.*warning RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" "$work/log" | LC_ALL=C sort -u >> "$list"
echo "$(($(wc -l < "$list") - 1)) lines in $list"
