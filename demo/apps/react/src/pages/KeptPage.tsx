/** Two tabs in <Activity>. The other tab is hidden but stays in the page, so the portal keeps its session. */
import 'scalekit-admin-portal';
import { Activity, useState, type ReactNode } from 'react';
import type {} from 'scalekit-admin-portal/react';

export function KeptPage(): ReactNode {
  const [tab, setTab] = useState<'portal' | 'notes'>('portal');
  return (
    <>
      <h1>Kept alive</h1>
      <button type="button" data-test="tab-portal" aria-pressed={tab === 'portal'} onClick={() => setTab('portal')}>
        Single sign-on
      </button>{' '}
      <button type="button" data-test="tab-notes" aria-pressed={tab === 'notes'} onClick={() => setTab('notes')}>
        Notes
      </button>
      <Activity mode={tab === 'portal' ? 'visible' : 'hidden'}>
        <scalekit-admin-portal endpoint="/api/portal-link" />
      </Activity>
      <Activity mode={tab === 'notes' ? 'visible' : 'hidden'}>
        <textarea data-test="notes" aria-label="Notes" />
      </Activity>
    </>
  );
}
