# The drives that QEMU has for the guest. Sourced by ../run. The tests find them by their serial numbers: Devices/NvmeNamespace.cs.
# shellcheck shell=bash

mib=$((1024 * 1024))

# write_drives FOLDER: makes their files there, and FOLDER/drives: QEMU's arguments, one a line.
write_drives() {
  local folder=$1
  truncate -s 1G "$folder/zns-1"
  truncate -s 128M "$folder/zns-2"
  truncate -s 1G "$folder/faulty-1"
  truncate -s 300M "$folder/small-1"
  truncate -s 16M "$folder/small-2"
  write_faults > "$folder/faults"
  local limits=zoned=on,zoned.zone_size=16M,zoned.zone_capacity=12M,zoned.max_open=4,zoned.max_active=6
  local blocks=logical_block_size=4096,physical_block_size=4096
  {
    # A ZNS drive as they are sold: capacity below size, limits. Its second namespace has neither, 512-byte blocks, and descriptor extensions.
    printf '%s\n' -device nvme,id=zns,serial=zns
    printf '%s\n' -blockdev "driver=file,node-name=zns-1,filename=$folder/zns-1,cache.no-flush=on"
    printf '%s\n' -device "nvme-ns,drive=zns-1,bus=zns,nsid=1,$limits,$blocks"
    printf '%s\n' -blockdev "driver=file,node-name=zns-2,filename=$folder/zns-2,cache.no-flush=on"
    printf '%s\n' -device "nvme-ns,drive=zns-2,bus=zns,nsid=2,zoned=on,zoned.zone_size=4M,zoned.descr_ext_size=64"
    # The same as the first, over a medium that fails beneath the drive's own bookkeeping.
    printf '%s\n' -device nvme,id=faulty,serial=faulty
    printf '%s\n' -blockdev "driver=blkdebug,node-name=faulty-1,config=$folder/faults,image.driver=file,image.filename=$folder/faulty-1"
    printf '%s\n' -device "nvme-ns,drive=faulty-1,bus=faulty,nsid=1,$limits,$blocks"
    # One that takes little at once, 128 KiB in a transfer and 64 KiB in an append, with more zones than one report of it can hold. Its second namespace has few, small ones, and limits.
    printf '%s\n' -device nvme,id=small,serial=small,mdts=5,zoned.zasl=4
    printf '%s\n' -blockdev "driver=file,node-name=small-1,filename=$folder/small-1,cache.no-flush=on"
    printf '%s\n' -device "nvme-ns,drive=small-1,bus=small,nsid=1,zoned=on,zoned.zone_size=1M,zoned.zone_capacity=768K,$blocks"
    printf '%s\n' -blockdev "driver=file,node-name=small-2,filename=$folder/small-2,cache.no-flush=on"
    printf '%s\n' -device "nvme-ns,drive=small-2,bus=small,nsid=2,zoned=on,zoned.zone_size=1M,zoned.zone_capacity=768K,zoned.max_open=4,zoned.max_active=6,$blocks"
  } > "$folder/drives"
}

# In each of the 64 zones the first write that covers the byte at 128 KiB fails, and no later one.
write_faults() {
  local zone
  for ((zone = 0; zone < 64; zone++)); do
    printf '[inject-error]\nevent = "pwritev"\niotype = "write"\nerrno = "5"\nsector = "%d"\nonce = "on"\n' $(((zone * 16 * mib + mib / 8) / 512))
  done
}
