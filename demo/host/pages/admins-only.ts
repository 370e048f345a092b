/** Replaces the portal for people who may not open it. */
import { html } from '../html.ts';

export const adminsOnly = html`<section class="card">
  <h2>Only administrators can change this</h2>
  <p>
    Ask an administrator of your organization to set up single sign-on. <a href="/settings/members">See who they are</a>
  </p>
</section>`;
