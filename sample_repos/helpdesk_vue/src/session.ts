export const session = { userId: 'agent-1', plan: 'team' };
