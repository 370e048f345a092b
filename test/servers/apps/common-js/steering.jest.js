/** A suite in CommonJS, Jest's default, that steers a simulator which runs elsewhere. */
const { portalLinkHandler } = require('scalekit-admin-portal/server');
const { connectSimulator, startSimulator } = require('scalekit-admin-portal/simulator');

test('the simulator is steered', async () => {
  const simulator = await connectSimulator(process.env.SIMULATOR_URL);
  await simulator.reset();
  await simulator.failNextLink(500);
  await simulator.behave({ sessionSeconds: 1 });
  expect(await simulator.links).toEqual([]);
  expect(simulator.environment.SCALEKIT_ENVIRONMENT_URL).toBe(process.env.SIMULATOR_URL);
});

test('the handler answers', async () => {
  const answer = await portalLinkHandler(() => Response.json({ error: 1 }, { status: 401 }))(
    new Request('https://app.example/'),
  );
  expect(answer.status).toBe(401);
});

test('what cannot be started here says what to do instead', async () => {
  await expect(startSimulator()).rejects.toThrow(/Start it as a command, .*connectSimulator\(url\)/);
});
