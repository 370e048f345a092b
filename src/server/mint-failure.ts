/** Why there is no link, in words of this package alone: nothing in them comes from a request, a link or an SDK. */
export class MintFailure extends Error {
  override readonly name = 'MintFailure';
}
