/** Whether an organization has set up SSO and directory sync at Scalekit. */
import type { ScalekitClient } from '@scalekit-sdk/node';

export async function scalekitStatus(
  scalekit: ScalekitClient,
  organizationId: string,
): Promise<Record<'sso' | 'directory', boolean>> {
  const [{ connections }, { directories }] = await Promise.all([
    scalekit.connection.listConnections(organizationId),
    scalekit.directory.listDirectories(organizationId),
  ]);
  return {
    sso: connections.some(({ enabled }) => enabled),
    directory: directories.some(({ enabled }) => enabled),
  };
}
