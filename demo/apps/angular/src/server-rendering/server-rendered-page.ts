/** A page that the server renders and the browser hydrates: the tag is in the HTML, the portal comes with the script. */
import { Component } from '@angular/core';
import { SecurityPage } from '../pages/security-page.ts';

@Component({
  selector: 'server-rendered-page',
  imports: [SecurityPage],
  template: `
    <header><strong>Northwind Desk</strong> <small>Angular, rendered on the server</small></header>
    <nav aria-label="Settings"><a href="index.html">All pages</a></nav>
    <main data-page="server-rendered"></main>
  `,
})
export class ServerRenderedPage {}
