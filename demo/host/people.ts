/**
 * The people who can sign in to Northwind Desk. Both belong to one customer organization; only one of them may
 * administer it.
 */

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly title: string;
  /** May this person change the organization's settings? */
  readonly isAdmin: boolean;
  /** The Scalekit organization of the person's company. It is stored with the person and never taken from the browser. */
  readonly organizationId: string;
}

/** The customer organization that both people work for. */
export const ORGANIZATION_NAME = 'Bluebird Logistics';

/** The first visit signs in the first person. */
export function peopleOf(organizationId: string): readonly [Person, ...Person[]] {
  return [
    {
      id: 'ines',
      name: 'Ines Okafor',
      email: 'ines@bluebird.example',
      title: 'IT administrator',
      isAdmin: true,
      organizationId,
    },
    {
      id: 'jonas',
      name: 'Jonas Lindqvist',
      email: 'jonas@bluebird.example',
      title: 'Support agent',
      isAdmin: false,
      organizationId,
    },
  ];
}
