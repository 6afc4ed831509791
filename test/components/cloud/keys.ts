/** A key that lets nobody in: its private half was thrown away. */
export const publicKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINWOa6AMzvLhrUERfe1fNmyzli/n/h7vTbdKtV6ZCltJ mona@example.org";

/** Another one, as a host's. */
export const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHWHxOgO5EcIKaSJI0j3X2uedVBLVt0k4FvtFJ7AiqRA";
