import { useState } from 'react';
import { AppEvents, logInteraction, useAnalytics } from '@/analytics';

interface FilterChange {
  facet: string;
  value: string;
}

const FACETS = ['size', 'colour', 'season'];

export function FilterPanel({ listId }: { listId: string }) {
  const { track } = useAnalytics();
  const [open, setOpen] = useState(false);

  function applyFilter({ facet, value }: FilterChange) {
    // event: "Product List Filtered" [list_id, facet, value, logged_in, app_version, platform]
    track(AppEvents.ProductListFiltered, { list_id: listId, facet, value });
  }

  function openSizeGuide() {
    // event: "Size Guide Opened" [list_id, app_version, platform] (wrapper) finding: TL101
    logInteraction({ event: 'Size Guide Opened', list_id: listId });
  }

  return (
    <aside hidden={!open}>
      <button onClick={() => setOpen(!open)}>Filters</button>
      {FACETS.map((facet) => (
        <select key={facet} onChange={({ target }) => applyFilter({ facet, value: target.value })} />
      ))}
      <button onClick={openSizeGuide}>Which size fits me?</button>
    </aside>
  );
}
