/** The member of an object that maps names to values: never one that every object has by inheritance, as `constructor`. */
export function own<T>(map: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}
