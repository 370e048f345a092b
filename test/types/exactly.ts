/** Assertions of type tests. These are compiled and never run, so that declarations are enough. */

// Two types are the same if the compiler cannot distinguish two generic functions that compare `T` with them.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : [never];

/** `exactly<Type>()(value)` compiles if the value is of that type, not wider, not narrower, not `any`. */
export declare function exactly<Expected>(): <Actual>(value: Actual, ...proof: Same<Actual, Expected>) => void;

/** Reads a value, for mistakes in an expression. */
export declare function read(value: unknown): void;
