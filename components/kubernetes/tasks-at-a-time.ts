/** How many tasks Funnel runs at a time; the settings say the same, so that nothing of Pulumi is imported here. */
export const tasksAtATimeBounds = { default: 8, minimum: 1, maximum: 500 } as const;
