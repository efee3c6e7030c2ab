#!/usr/bin/env bash
# Writes PublicAPI.Unshipped.txt anew: all that is public and not in PublicAPI.Shipped.txt. What has left the surface stays an error (RS0017)
# until its line is taken out of PublicAPI.Shipped.txt by hand: that is a breaking change. At a release the unshipped lines move to the shipped ones.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
echo '#nullable enable' > PublicAPI.Unshipped.txt
{ dotnet build -c Release --no-incremental -p:TreatWarningsAsErrors=false -p:WarningLevel=4 -clp:NoSummary || true; } |
  sed -n "s/.*warning RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u > PublicAPI.new.txt
cat PublicAPI.new.txt >> PublicAPI.Unshipped.txt
rm PublicAPI.new.txt
echo "$(($(wc -l < PublicAPI.Unshipped.txt) - 1)) lines in PublicAPI.Unshipped.txt"
