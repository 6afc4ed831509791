/** User and group of the service's pods, and of those of its tasks. */
export const podUser = 1000;

/** Pods as the Pod Security Standard `restricted` has them. */
export const podSecurity = {
  runAsNonRoot: true,
  runAsUser: podUser,
  runAsGroup: podUser,
  fsGroup: podUser,
  seccompProfile: { type: "RuntimeDefault" },
};

/** Containers of tasks, which may write where their image does. */
export const taskSecurity = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };

/** Containers of the service itself. */
export const containerSecurity = { ...taskSecurity, readOnlyRootFilesystem: true };

/** What a container of the service gets: of the processor, at least a tenth of a core; of the rest, all that it may take. */
export const resources = (cpu: string, memory: string, disk = "256Mi", leastCpu = "100m") => {
  const rest = { memory, "ephemeral-storage": disk };
  return { requests: { cpu: leastCpu, ...rest }, limits: { cpu, ...rest } };
};
