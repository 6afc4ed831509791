#!/bin/sh
# customize.sh ROOT: what turns a Debian into a machine's image.
set -eu
root=$1

# one machine's own
rm -f "$root"/etc/hostname "$root"/etc/resolv.conf "$root"/etc/ssh/ssh_host_* "$root"/var/lib/dbus/machine-id
rm -f "$root"/etc/ssl/private/ssl-cert-snakeoil.key "$root"/etc/ssl/certs/ssl-cert-snakeoil.pem
: >"$root/etc/machine-id"

# addresses come from the cloud's driver, and nothing is ever updated behind anybody's back
for unit in networking.service systemd-networkd.service systemd-resolved.service console-getty.service \
  apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer fstrim.timer; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
# a machine serves only what its document starts
systemctl --root="$root" --quiet disable postgresql.service nginx.service haproxy.service rsync.service
sed -i 's/^ssl = on/ssl = off/; /^ssl_\(cert\|key\)_file/d' "$root"/etc/postgresql/15/main/postgresql.conf

mkdir -p "$root/etc/cloud/cloud.cfg.d"
cat >"$root/etc/cloud/cloud.cfg.d/90-sandbox.cfg" <<'C'
datasource_list: [ConfigDrive, None]
network: {config: disabled}
manage_etc_hosts: localhost
# a minimal system has no locales to choose from, no disk to grow, and needs no RSA key, which takes long to make
locale: false
resize_rootfs: false
growpart: {mode: "off"}
ssh_genkeytypes: [ed25519, ecdsa]
C

rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*.bin "$root"/var/log/*.log "$root"/var/log/apt
