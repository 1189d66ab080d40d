interface Crumb {
  event: string;
  path: string;
  at: number;
}

const crumbs: Crumb[] = [];

/** The last routes, shown on the error page. */
export function leaveCrumb(path: string): void {
  // ok
  crumbs.push({ event: 'navigate', path, at: Date.now() });
  if (crumbs.length > 20) crumbs.shift();
}

export function dumpCrumbs(): void {
  // ok
  console.group('Recent routes');
  crumbs.forEach((crumb) => console.log(crumb.path, crumb.at));
  console.groupEnd();
}
