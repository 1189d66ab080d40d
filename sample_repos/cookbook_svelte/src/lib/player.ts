export const player = {
  items: [] as string[],
  track(name: string): void {
    this.items.push(name);
  },
};
