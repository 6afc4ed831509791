import { connectionProblem } from "../connection-problem";
import { httpClient } from "../http-client";
import type { ExternalService } from "./service-registry";

/**
 * How a member does: `healthy`; `unhealthy`, it does not answer as a service of tasks; `open`, it looks at a task without
 * asking whose it is.
 */
export interface MemberHealth {
  state: "healthy" | "unhealthy" | "open";
  /** What is wrong, and what to do. */
  problem?: string;
}

/** How to reach a member. */
export interface MemberAccess {
  service: Pick<ExternalService, "url">;
  certificateAuthority?: string;
}

const patienceMs = 5_000;

/**
 * Asks a member what it is, and whether it takes a task of nobody. The task is an empty one, which no server runs: one that
 * asks for a token first refuses it with 401 or 403, and one that is open with something else.
 */
export async function memberHealth({ service, certificateAuthority }: MemberAccess): Promise<MemberHealth> {
  const { Agent, request } = httpClient();
  const agent = new Agent({
    connect: {
      ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
      timeout: patienceMs,
    },
    headersTimeout: patienceMs,
    bodyTimeout: patienceMs,
  });
  const ask = async (method: "GET" | "POST", path: string, body?: string) => {
    const answer = await request(`${service.url}${path}`, {
      dispatcher: agent,
      method,
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  };
  try {
    return (
      serviceInfoProblem(await ask("GET", "/service-info")) ?? loginProblem(await ask("POST", "/tasks", "{}"))
    );
  } catch (error) {
    return { state: "unhealthy", problem: connectionProblem(error).problem };
  } finally {
    await agent.destroy();
  }
}

interface Answer {
  status: number;
  text: string;
}

function serviceInfoProblem({ status, text }: Answer): MemberHealth | undefined {
  const told = (problem: string): MemberHealth => ({ state: "unhealthy", problem });
  if (status !== 200) return told(`answers service-info with ${status}; look into the service's log`);
  const artifact = artifactOf(text);
  return artifact?.toLowerCase() === "tes"
    ? undefined
    : told(`says of itself that it is ${artifact ?? "nothing that can be read"}, not TES; check the URL`);
}

function artifactOf(text: string): string | undefined {
  try {
    const info = JSON.parse(text) as { type?: { artifact?: unknown } } | null;
    return typeof info?.type?.artifact === "string" ? info.type.artifact : undefined;
  } catch {
    return undefined;
  }
}

function loginProblem({ status }: Answer): MemberHealth {
  if (status === 401 || status === 403) return { state: "healthy" };
  if (status >= 500)
    return { state: "unhealthy", problem: `answers a task with ${status}; look into the service's log` };
  return {
    state: "open",
    problem: `takes tasks without a token (${status}); let it ask for one, or take it out of the federation`,
  };
}
