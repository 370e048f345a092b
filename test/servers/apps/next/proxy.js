import { NextResponse } from 'next/server';
import { COOKIE, SET_BEFORE } from '../shared/start.mjs';

export const proxy = () => NextResponse.next({ headers: { ...SET_BEFORE, 'Set-Cookie': COOKIE } });
export const config = { matcher: '/api/portal-link' };
