/** Reads the stream of events of an open portal page. */

import assert from 'node:assert/strict';
import type { Post } from '../../demo/simulator/messages.ts';
import type { Page, Visitor } from './visitor.ts';

export interface PortalEvent {
  readonly kind: string;
  readonly endsAt: string;
  readonly types: readonly unknown[];
}

export interface PortalEvents {
  /** The next event. Fails if none arrives within the time limit. */
  next(): Promise<PortalEvent>;
  /** Whether the simulator has closed the stream. */
  isOver(): Promise<boolean>;
}

export async function portalEvents(visitor: Visitor, page: Page): Promise<PortalEvents> {
  const path = /data-events="([^"]+)"/.exec(page.html)?.[1];
  assert.ok(path, 'the page has no stream of events');
  const response = await visitor.request(new URL(path, page.url), { signal: AbortSignal.timeout(60_000) });
  assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.ok(response.body);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const nextBlock = async (): Promise<string | null> => {
    while (!text.includes('\n\n')) {
      const { value, done } = await reader.read();
      if (done) return null;
      text += value;
    }
    const end = text.indexOf('\n\n');
    const block = text.slice(0, end);
    text = text.slice(end + 2);
    return block.startsWith('retry:') ? nextBlock() : block;
  };
  return {
    async next() {
      const block = await nextBlock();
      assert.ok(block !== null, 'the stream is over');
      const [, kind = '', data = ''] = /^event: (\S+)\ndata: (.+)$/.exec(block) ?? [];
      const { endsAt, posts } = JSON.parse(data) as { endsAt: string; posts: Post[] };
      return { kind, endsAt, types: posts.map(({ message }) => (message as { event_type?: unknown }).event_type) };
    },
    async isOver() {
      return (await nextBlock()) === null;
    },
  };
}
