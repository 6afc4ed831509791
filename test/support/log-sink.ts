import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cloud } from "../../sandbox/openstack";

/** What runs on the cloud's own side: it refuses the first post, and prints the bodies of the others. */
const server = `
const [address, port, certificate, key] = process.argv.slice(1);
const read = require("node:fs").readFileSync;
let posts = 0;
require("node:https")
  .createServer({ cert: read(certificate), key: read(key) }, (request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk)).on("end", () => {
      posts += 1;
      const status = request.method === "POST" && posts > 1 ? 204 : 503;
      if (status === 204) console.log(Buffer.concat(chunks).toString());
      else console.log("refused");
      response.writeHead(status).end();
    });
  })
  .listen(Number(port), address, () => console.log("listens"));
`;

/** A server at the site's address that takes a log over https. */
export class LogSink {
  private readonly lines: string[] = [];

  private constructor(private readonly process: ChildProcess) {
    if (process.stdout) createInterface(process.stdout).on("line", (line) => this.lines.push(line));
  }

  static async start({ namespace, siteAddress, tls }: Cloud, port: number): Promise<LogSink> {
    const node = [
      process.execPath,
      "-e",
      server,
      siteAddress,
      String(port),
      tls.certificateFile,
      tls.keyFile,
    ];
    const child = spawn("ip", ["netns", "exec", namespace, ...node], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const sink = new LogSink(child);
    await Promise.race([sink.waitFor("listens"), once(child, "exit")]);
    if (child.exitCode !== null) throw new Error(`the log sink ended with ${child.exitCode}`);
    return sink;
  }

  /** How many posts it has not taken. */
  get refused(): number {
    return this.lines.filter((line) => line === "refused").length;
  }

  /** The first line that holds a text, as soon as it is there; the test's time limit ends the wait. */
  async waitFor(text: string): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => line.includes(text));
      if (found !== undefined) return found;
      await sleep(100, undefined, { ref: false });
    }
  }

  stop(): void {
    this.process.kill();
  }
}
