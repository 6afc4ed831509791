#!/bin/sh
# The first process of the node: builds a root of the node's own, says which process it is, and holds the namespaces.
#   node.sh NAME ROOT FIRST CONTROLLERS MOUNT...     MOUNT: rw|ro:SOURCE:TARGET
# It begins in new namespaces, in which /proc is still the machine's.
set -eu
name=$1 root=$2 first=$3 controllers=$4
shift 4
read -r process _ </proc/self/stat
exec 3>"$first" # a place that the node's root will not have

hostname "$name"
mount --make-rprivate /
mount -t tmpfs -o mode=755 node "$root"
cd "$root"
mkdir -p proc sys dev run tmp etc var old
chmod 1777 tmp
for link in bin sbin lib lib64; do ln -s "usr/$link" "$link"; done
for link in hosts passwd resolv.conf; do ln -s "kubernetes/$link" "etc/$link"; done

for place; do
  mode=${place%%:*} target=${place##*:} source=${place#*:}
  source=${source%:*}
  mkdir -p ".$target"
  mount --bind "$source" ".$target"
  mount -o "remount,bind,$mode" ".$target"
done

mount -t tmpfs -o mode=755 node dev
while read -r device major minor; do mknod -m 666 "dev/$device" c "$major" "$minor"; done <<DEVICES
null 1 3
zero 1 5
full 1 7
random 1 8
urandom 1 9
tty 5 0
DEVICES
ln -s null dev/kmsg # the kubelet wants to read what the kernel says, which is about the whole machine
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,mode=620,ptmxmode=666 devpts dev/pts
mount -t tmpfs -o mode=1777 shm dev/shm
mount -t tmpfs -o mode=755 run run
mkdir -p run/lock run/containerd

mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mount -t cgroup2 cgroup sys/fs/cgroup
else
  mount -t tmpfs -o mode=755 cgroup sys/fs/cgroup
  for controller in $controllers; do
    mkdir "sys/fs/cgroup/$controller"
    mount -t cgroup -o "$controller" cgroup "sys/fs/cgroup/$controller"
  done
  mkdir sys/fs/cgroup/systemd
  mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
fi

# The kubelet insists on these values, which are the whole machine's: it sees files that have them.
mkdir run/tunables
while read -r tunable value; do
  [ -e "proc/sys/$tunable" ] || continue
  file=run/tunables/$(echo "$tunable" | tr / -)
  echo "$value" >"$file"
  mount --bind "$file" "proc/sys/$tunable"
done <<TUNABLES
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
TUNABLES
for folder in kernel vm fs; do
  mount --rbind "proc/sys/$folder" "proc/sys/$folder"
  mount -o remount,bind,ro "proc/sys/$folder"
done

pivot_root . old
cd /
umount -l /old
rmdir /old
mount --make-rshared / # what the kubelet mounts for a pod is seen by containers
echo "$process" >&3
exec /opt/kubernetes/pause 3>&-
