# What the lab needs of the machine. Sourced by ../run.
# shellcheck shell=bash

# Packages of the machine's own system: QEMU and what boots a guest, the public tools that the tests compare with, and a linker for native programs.
packages=(qemu-system-x86 qemu-system-common busybox-static cpio kmod xz-utils util-linux dmsetup nvme-cli fio zbd-utils strace gcc libc6-dev)

# Commands that need root: virtiofsd gives the guest every file of the machine to read.
as_root=()

cannot() {
  echo "The kernel lab cannot run on this machine: $*" >&2
  exit 2
}

prepare_machine() {
  [ "$(uname -m)" = x86_64 ] || cannot "it boots x86-64 kernels in QEMU, and this is $(uname -m)"
  [ "$(. /etc/os-release && echo "${ID:-} ${VERSION_CODENAME:-}")" = 'debian bookworm' ] ||
    cannot 'it takes kernels and QEMU from the packages of Debian 12 (bookworm), and this is another system'
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || cannot 'it needs root, or sudo without a password'
    as_root=(sudo -n)
  fi
  install_packages
}

install_packages() {
  local missing=() package log
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  log=$("${as_root[@]}" apt-get update -q 2>&1) || cannot "apt-get update failed: $(tail -n 1 <<<"$log")"
  log=$("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" 2>&1) ||
    cannot "${missing[*]} could not be installed: $(tail -n 1 <<<"$log")"
}
