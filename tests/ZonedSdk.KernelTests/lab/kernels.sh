# The kernels, each with the QEMU that boots it, unpacked from Debian's packages into the cache. Nothing of it is installed. Sourced by ../run.
#   $cache/6.12/            what is unpacked: boot/, lib/modules/, and usr/ where QEMU is among it
# shellcheck shell=bash

kernels=(6.1 6.12)

# Run where they are named: what stands behind such a name moves, so no result of them is the same for long.
moving_kernels=(newest)

keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# Where a kernel's packages come from.
sources_of() {
  case $1 in
    6.1)
      echo "deb [signed-by=$keyring] http://deb.debian.org/debian bookworm main"
      echo "deb [signed-by=$keyring] http://deb.debian.org/debian-security bookworm-security main"
      ;;
    6.12) echo "deb [signed-by=$keyring] http://deb.debian.org/debian bookworm-backports main" ;;
    newest)
      echo "deb [signed-by=$keyring] http://deb.debian.org/debian bookworm-backports main"
      echo "deb [signed-by=$keyring] http://deb.debian.org/debian trixie-backports main"
      ;;
  esac
}

# 6.12 crashes on the system's QEMU 7.2; QEMU 10 brings its firmware in packages of its own. That of Debian 13 wants a newer C library than this system's.
qemu_packages_of() {
  case $1 in
    6.12 | newest) echo {qemu-system-x86,qemu-system-data,qemu-system-common,seabios}/bookworm-backports ;;
  esac
}

# QEMU's program and where its firmware is, as words of a command line.
qemu_of() {
  local unpacked=$cache/$1
  if [ -x "$unpacked/usr/bin/qemu-system-x86_64" ]; then
    echo "$unpacked/usr/bin/qemu-system-x86_64 -L $unpacked/usr/share/qemu -L $unpacked/usr/share/seabios"
  else
    echo qemu-system-x86_64
  fi
}

# Unpacked beside its place and then renamed: a run that is cut off leaves no half of a kernel.
prepare_kernel() {
  [ ! -d "$cache/$1" ] || return 0
  local new log
  mkdir -p "$cache"
  new=$(mktemp -d "$cache/$1.new.XXXXXX")
  log=$(unpack_kernel "$1" "$new" 2>&1) || { rm -rf "$new"; cannot "kernel $1 could not be had from deb.debian.org: $(tail -n 1 <<<"$log")"; }
  # Somebody else may have been faster.
  mv -T "$new/root" "$cache/$1" 2>/dev/null || [ -d "$cache/$1" ] || cannot "$cache/$1 could not be made"
  rm -rf "$new"
}

unpack_kernel() (
  set -e
  cd "$2"
  mkdir -p lists/partial archives/partial root
  sources_of "$1" > sources.list
  # Lists and archives of its own: the machine's settings, and what it could install, stay as they are.
  local apt=(-q -o "Dir::Etc::SourceList=$PWD/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$PWD/lists"
    -o "Dir::Cache=$PWD" -o Dir::Cache::Archives=archives -o APT::Sandbox::User=)
  apt-get "${apt[@]}" -o APT::Update::Error-Mode=any update
  local image parts packages
  image=$(apt-cache "${apt[@]}" depends linux-image-cloud-amd64 | awk '/Depends: linux-image-/ { print $2; exit }')
  # Newer ones have the kernel itself, its modules and what is built in listed in packages of their own, of the same version.
  parts=$(apt-cache "${apt[@]}" depends "$image" | awk '/Depends: linux-(base|binary|modules)-[0-9]/ { print $2 }')
  read -ra packages <<<"$image ${parts//$'\n'/ } $(qemu_packages_of "$1")"
  apt-get "${apt[@]}" download "${packages[@]}"
  local package
  for package in *.deb; do
    dpkg -x "$package" root
  done
  chmod 755 root
  # Debian 13 has a kernel's modules under usr/, and the kernel among them.
  [ -e root/lib ] || ln -s usr/lib root/lib
  local version
  version=$(basename root/lib/modules/*)
  [ -e root/boot ] || { mkdir root/boot && ln -s "../lib/modules/$version/vmlinuz" "root/boot/vmlinuz-$version"; }
  depmod -b root "$version"
)
