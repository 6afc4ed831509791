/** What Debian's and Ubuntu's useradd take as a name (useradd(8), caveats), short enough for utmp. */
export const accountNamePattern = /^[a-z_][a-z0-9_-]{0,31}$/;

/** Names that Debian, Ubuntu and their services have for themselves, and groups whose members can become root. */
const reserved = new Set(
  `root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody nogroup _apt
  messagebus sshd syslog uuidd tcpdump polkitd landscape pollinate fwupd-refresh tss dnsmasq ntp chrony rtkit
  avahi colord geoclue gdm lightdm postgres mysql redis mongodb rabbitmq nginx haproxy minio keycloak munge slurm
  slurmrestd etcd kube caddy node-exporter prometheus debian ubuntu admin administrator centos rocky cloud-user spe
  spe-people adm tty disk kmem dialout fax voice cdrom floppy tape sudo wheel audio dip operator src shadow utmp video
  sasl plugdev staff users input sgx kvm render crontab ssh ssh_keys _ssh docker lxd libvirt podman netdev bluetooth
  scanner lpadmin sambashare systemd-journal incus incus-admin`.split(/\s+/),
);

/** What is wrong with the name of a person's account or of a group of people. */
export function accountNameProblem(name: string): string | undefined {
  if (!accountNamePattern.test(name)) {
    return `must be 1 to 32 lower-case letters, digits, "_" and "-", beginning with a letter or "_", got "${name}"`;
  }
  return reserved.has(name) || name.startsWith("systemd-")
    ? `must not be a name that systems have for themselves, got "${name}"`
    : undefined;
}
