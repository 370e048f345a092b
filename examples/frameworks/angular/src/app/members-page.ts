import { Component } from '@angular/core';

@Component({ selector: 'members-page', template: `<h1>Members</h1>` })
export class MembersPage {}
