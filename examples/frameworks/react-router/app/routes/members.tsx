import { redirect } from 'react-router';
import { readSession } from '../session.server';
import type { Route } from './+types/members';

export async function loader({ request }: Route.LoaderArgs) {
  if (!(await readSession(request))) throw redirect('/');
  return null;
}

export default function Members() {
  return <h1>Members</h1>;
}
