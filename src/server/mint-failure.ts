/** Tells why there is no link. Its message never contains anything from a request, a link or an SDK. */
export class MintFailure extends Error {
  override readonly name = 'MintFailure';
}
