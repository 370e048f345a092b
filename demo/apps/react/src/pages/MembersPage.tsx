/** A page without the portal, for navigating to the portal and away from it. */
import type { ReactNode } from 'react';
import { members } from '../../../shared/members.ts';

export function MembersPage(): ReactNode {
  return (
    <>
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
          {members.map(({ id, name, title, isAdmin }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td>{title}</td>
              <td>{isAdmin ? 'Admin' : 'Member'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
