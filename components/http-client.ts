/** Undici, loaded by whoever asks a server: most of those who load components never do, and it takes 60 ms. */
export const httpClient = (): typeof import("undici") => require("undici");
