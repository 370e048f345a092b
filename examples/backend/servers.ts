/** The handler of portal-link.ts in four servers. */
import { createServer } from 'node:http';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { toNodeHandler } from 'scalekit-admin-portal/server';

type Handler = (request: Request) => Promise<Response>;

const PATH = '/api/portal-link';

export function expressServer(handler: Handler) {
  return express().all(PATH, toNodeHandler(handler));
}

export function fastifyServer(handler: Handler) {
  return fastify().all(PATH, toNodeHandler(handler));
}

export function honoServer(handler: Handler) {
  return new Hono().all(PATH, (context) => handler(context.req.raw));
}

export function nodeServer(handler: Handler) {
  return createServer((request, response) => {
    if (request.url?.split('?')[0] === PATH) void toNodeHandler(handler)(request, response);
    else response.writeHead(404).end();
  });
}
