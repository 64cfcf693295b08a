# One guest: boots a kernel over this machine's files, read-only beneath an overlay in memory, and runs one command in it. Sourced by ../run.
# shellcheck shell=bash

# Longer than all tests together take; a single test that hangs is ended by the runner.
guest_timeout_seconds=900
[ "${ZONEDSDK_CAMPAIGN:-brief}" = brief ] || guest_timeout_seconds=2400
guest_memory_mib=3072
# The machine's processors, shared among its guests: an emulated one that waits for its turn holds up all that wait for its locks.
guest_processors=1
file_servers=()
guest=

# run_guest KERNEL FOLDER COMMAND: returns the command's exit code, and 125 where the guest did not come so far.
# What the command writes to /out is in $guest_out afterwards, and the kernel's log as results.log.
run_guest() {
  local kernel=$1 work=$scratch/$1
  guest_out=$work/out
  mkdir -p "$guest_out"
  write_command "$2" "$3" > "$guest_out/command"
  make_initramfs "$kernel" "$work"
  write_drives "$work"
  serve_files "$work/host.socket" -o source=/ -o cache=always
  serve_files "$work/out.socket" -o "source=$guest_out" -o cache=none
  boot "$kernel" "$work" </dev/null &
  guest=$!
  wait "$guest" || true
  guest=
  stop_serving_files
  [ -s "$guest_out/code" ] || explain_silence "$work"
  return "$(cat "$guest_out/code" 2>/dev/null || echo 125)"
}

# The guest has the machine's files, and the environment that programs are found by.
write_command() {
  local name
  for name in PATH HOME DOTNET_ROOT ZONEDSDK_CAMPAIGN; do
    [ -z "${!name:-}" ] || printf 'export %s=%q\n' "$name" "${!name}"
  done
  echo 'export LC_ALL=C.UTF-8 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1'
  # shellcheck disable=SC2016 # the guest's PATH
  printf 'PATH=$PATH:/usr/sbin:/sbin\ncd %q\n%s\n' "$1" "$2"
}

# Busybox, init, and the modules without which the guest cannot reach the machine's files.
make_initramfs() {
  local unpacked=$cache/$1 files=$2/initramfs file
  mkdir -p "$files"/{bin,dev,proc,sys,host,out,memory,guest,modules}
  cp "$(command -v busybox)" "$files/bin/busybox"
  cp "$here/lab/init" "$files/init"
  chmod 755 "$files/init"
  /sbin/modprobe -d "$unpacked" -S "$(basename "$unpacked"/lib/modules/*)" --show-depends -a virtio_pci virtiofs overlay |
    awk '$1 == "insmod" && !seen[$2]++ { print $2 }' |
    while read -r file; do
      cp "$file" "$files/modules/"
      file=$(basename "$file")
      [ "${file%.xz}" = "$file" ] || unxz "$files/modules/$file"
      echo "${file%.xz}" >> "$files/modules/order"
    done
  (cd "$files" && find . | cpio -o -H newc --quiet) > "$2/initramfs.cpio"
}

# serve_files SOCKET OPTION...
serve_files() {
  local socket=$1
  shift
  "${as_root[@]}" /usr/lib/qemu/virtiofsd --socket-path="$socket" -o sandbox=chroot "$@" > "${socket%.socket}.log" 2>&1 &
  file_servers+=($!)
  until [ -S "$socket" ] || ! kill -0 $! 2>/dev/null; do sleep 0.02; done
}

# They end by themselves when QEMU ends, and have to be told where it never began.
stop_serving_files() {
  [ ${#file_servers[@]} -eq 0 ] && return
  "${as_root[@]}" kill "${file_servers[@]}" 2>/dev/null || true
  wait "${file_servers[@]}" 2>/dev/null || true
  file_servers=()
}

end_guest() {
  [ -z "$guest" ] || "${as_root[@]}" kill "$guest" 2>/dev/null || true
  stop_serving_files
}

boot() {
  local unpacked=$cache/$1 work=$2 qemu drives
  read -ra qemu <<<"$(qemu_of "$1")"
  mapfile -t drives < "$work/drives"
  # The first serial port speaks for the command, the second one for the kernel, so that its last words survive it.
  # TCG always: KVM is there on some machines and works on few. QEMU reports the faults that it was told to make, so its words are kept apart.
  # There could always be a second processor: where there cannot, QEMU 7.2 leaves the guest's memory barriers out although its drives run on another thread, and a command is then now and then never seen (no doorbell rings).
  # No huge pages: of memory that lies across two of them, one behind the other, the NVMe/TCP of 6.1 sends a piece that its own check of copied memory then takes for an overrun (kernel BUG in usercopy), and the guest hangs.
  exec "${as_root[@]}" timeout -k 5 "$guest_timeout_seconds" "${qemu[@]}" \
    -nodefaults -no-user-config -display none -no-reboot -M q35 -accel tcg,thread=multi -cpu max -smp "$guest_processors,maxcpus=$((guest_processors + 1))" -m "$guest_memory_mib" \
    -object "memory-backend-memfd,id=memory,size=${guest_memory_mib}M,share=on" -numa node,memdev=memory \
    -chardev "socket,id=host,path=$work/host.socket" -device vhost-user-fs-pci,chardev=host,tag=host \
    -chardev "socket,id=out,path=$work/out.socket" -device vhost-user-fs-pci,chardev=out,tag=out \
    -serial stdio -serial "file:$guest_out/results.log" "${drives[@]}" \
    -kernel "$unpacked"/boot/vmlinuz-* -initrd "$work/initramfs.cpio" \
    -append "console=ttyS1 rdinit=/init panic=-1 mitigations=off printk.devkmsg=on nvme_core.multipath=0 transparent_hugepage=never modules=$unpacked/lib/modules" 2> "$work/qemu.log"
}

explain_silence() {
  echo "The guest did not finish within $guest_timeout_seconds s, or never came up. Its last words, and those of QEMU and the file servers:" >&2
  tail -n 20 "$guest_out/results.log" "$1"/{qemu,host,out}.log >&2 || true
}
