#!/bin/sh
# build.sh OUT.tar.zst PACKAGE...: root file system of the sandbox's machines, Debian 12, from the sources that this machine's
# own apt is set up with.
set -eu
out=$1
shift
export LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin

debian_sources() {
  apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Identifier: Packages' 'Origin: Debian' |
    sed -n '/ bookworm[^ ]* main$/p' | sort -u
}

sources=$(debian_sources)
if [ -z "$sources" ]; then # the package lists were cleared away
  apt-get update
  sources=$(debian_sources)
fi

mmdebstrap --mode=root --variant=minbase --include="$(echo "$*" | tr ' ' ,)" \
  --aptopt='Apt::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' --dpkgopt=force-unsafe-io \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  --customize-hook="$(dirname "$0")/customize.sh" \
  bookworm "$out" "$sources"
