interface Cue {
  start: number;
  label: string;
}

/** Plays the product films; a track is one chapter of a film. */
export class PreviewPlayer {
  private readonly chapters = new Map<string, Cue>();

  constructor(private readonly video: HTMLVideoElement) {}

  track(name: string, cue: Cue): this {
    this.chapters.set(name, cue);
    return this;
  }

  page(index: number): void {
    const cue = [...this.chapters.values()][index];
    if (cue) this.video.currentTime = cue.start;
  }
}

export function productFilm(video: HTMLVideoElement): PreviewPlayer {
  const captions = document.createElement('track');
  captions.kind = 'captions';
  video.append(captions);
  const player = new PreviewPlayer(video);
  // ok
  player.track('Overview', { start: 0, label: 'Overview' });
  // ok
  player.track('Materials', { start: 42, label: 'Materials' });
  // ok
  player.page(0);
  return player;
}
