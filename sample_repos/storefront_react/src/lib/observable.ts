type Listener = () => void;

interface Ref<T> {
  get(): T;
  set(value: T): void;
}

let current: Listener | null = null;

/** Runs a function and remembers what it reads, so that it runs again when that changes. */
export function watch(effect: Listener): void {
  current = effect;
  effect();
  current = null;
}

export function customRef<T>(factory: (track: Listener, trigger: Listener) => Ref<T>): Ref<T> {
  const listeners = new Set<Listener>();
  const remember = () => {
    if (current) listeners.add(current);
  };
  return factory(remember, () => listeners.forEach((listener) => listener()));
}

export function storedRef(key: string, fallback: string): Ref<string> {
  return customRef((track, trigger) => ({
    get() {
      // ok
      track();
      return localStorage.getItem(key) ?? fallback;
    },
    set(value: string) {
      localStorage.setItem(key, value);
      trigger();
    },
  }));
}
