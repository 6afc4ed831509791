/**
 * A command that root runs, for a login that is root or may use sudo without a password.
 * @param command program and arguments, as a shell takes them
 */
export const asRoot = (command: string): string =>
  `if [ "$(id -u)" = 0 ]; then exec ${command}; else exec sudo -n ${command}; fi`;
