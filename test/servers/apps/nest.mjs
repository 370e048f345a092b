import 'reflect-metadata';
import { All, Controller, Module, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { toNodeHandler } from 'scalekit-admin-portal/server';
import { createEndpoint } from './shared/endpoint.mjs';
import { before, fromEnvironment, port } from './shared/start.mjs';

const handler = toNodeHandler(createEndpoint((request) => request.user, fromEnvironment));

class PortalLinkController {
  answer(request, response) {
    return handler(request, response);
  }
}
class ApplicationModule {}

// Decorators without their syntax, which Node does not know yet.
const { prototype } = PortalLinkController;
All('portal-link')(prototype, 'answer', Object.getOwnPropertyDescriptor(prototype, 'answer'));
Req()(prototype, 'answer', 0);
Res()(prototype, 'answer', 1);
Controller('api')(PortalLinkController);
Module({ controllers: [PortalLinkController] })(ApplicationModule);

const application = await NestFactory.create(ApplicationModule, { logger: false });
application.use(before);
await application.listen(port);
