/** The question that type tests ask. They are compiled and never run, so a declaration is enough. */

// Types are the same if the compiler cannot tell two generic functions apart that ask about them; `T` is the question.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : [never];

/** `exactly<Type>()(value)` compiles if the value is of that type, not wider, not narrower, not `any`. */
export declare function exactly<Expected>(): <Actual>(value: Actual, ...proof: Same<Actual, Expected>) => void;

/** Reads a value, for a mistake that lies in the reading. */
export declare function read(value: unknown): void;
