import { useRef, useState, type FormEvent } from 'react';
import type { Product } from '@northgate/shared';
import { AppEvents, trackEvent } from '@/analytics';
import { api } from '@/lib/api';

export function SearchBox({ onResults }: { onResults: (products: Product[]) => void }) {
  const form = useRef<HTMLFormElement>(null);
  const [recent, setRecent] = useState<string[]>([]);

  async function submit(submitted: FormEvent) {
    submitted.preventDefault();
    const query = String(new FormData(form.current!).get('query')).trim();
    const found = await api.search(query);
    // event: "Products Searched" [query, results_count, app_version, platform]
    trackEvent(AppEvents.ProductsSearched, { query, results_count: found.length });
    setRecent([query, ...recent].slice(0, 5));
    onResults(found);
    // ok
    form.current?.reset();
  }

  async function searchAgain(query: string) {
    const found = await api.search(query);
    // event: "Products Searched" [query, resultsCount, app_version, platform] finding: TL112
    trackEvent(AppEvents.ProductsSearched, { query, resultsCount: found.length });
    onResults(found);
  }

  return (
    <form ref={form} onSubmit={submit}>
      <input name="query" type="search" />
      {recent.map((query) => (
        <button key={query} type="button" onClick={() => searchAgain(query)}>
          {query}
        </button>
      ))}
    </form>
  );
}
