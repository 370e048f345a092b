/** Two organizations whose portals are on one page, for a partner who administers both. */
export interface Customer {
  readonly id: string;
  readonly name: string;
}

export const customers: readonly Customer[] = [
  { id: 'bluebird', name: 'Bluebird Logistics' },
  { id: 'heron', name: 'Heron Foods' },
];
