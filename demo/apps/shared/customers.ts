/** Two organizations whose portals stand on one page, as a partner who looks after both would see them. */
export interface Customer {
  readonly id: string;
  readonly name: string;
}

export const customers: readonly Customer[] = [
  { id: 'bluebird', name: 'Bluebird Logistics' },
  { id: 'heron', name: 'Heron Foods' },
];
