/** A page without the portal, for navigating to the portal and away from it. */
import { Component } from '@angular/core';
import { members } from '../../../shared/members.ts';

@Component({
  selector: 'main[data-page=members]',
  template: `
    <h1>Members</h1>
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Title</th>
          <th scope="col">Role</th>
        </tr>
      </thead>
      <tbody>
        @for (member of members; track member.id) {
          <tr>
            <th scope="row">{{ member.name }}</th>
            <td>{{ member.title }}</td>
            <td>{{ member.isAdmin ? 'Admin' : 'Member' }}</td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class MembersPage {
  protected readonly members = members;
}
