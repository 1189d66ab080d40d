export interface Player {
  track(name: string): void;
}

export function useAudio(): Player {
  const played: string[] = [];
  return { track: (name: string) => void played.push(name) };
}
