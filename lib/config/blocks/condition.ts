import type { PathStep } from "../../diagnostic";
import { bodyOf } from "../document/body";
import type { JsonValue } from "../document/json";
import { inside, report, type SourcePlace, type DocumentReading } from "../document/reading";
import type { Condition } from "./model";
import { eachObject, onlyKnown } from "./shape";

/** The `precondition`, `postcondition` or `validation` blocks of one owner. */
export function readConditions(r: DocumentReading, value: JsonValue | undefined, name: string, place: SourcePlace): readonly Condition[] {
  const found: Condition[] = [];
  inside(place, name, () =>
    eachObject(r, value, place, (object) => {
      onlyKnown(r, object, ["condition", "error_message"], place);
      const lacking = ["condition", "error_message"].filter((argument) => object[argument] === undefined || object[argument] === null);
      for (const argument of lacking) report(r, place, "missing-attribute", `The ${name} lacks ${JSON.stringify(argument)}.`);
      if (lacking.length > 0) return;
      const part = (argument: string) => inside(place, argument, () => bodyOf(r, object[argument]!, place));
      found.push({ condition: part("condition"), message: part("error_message"), path: [...place.path] as PathStep[] });
    }),
  );
  return found;
}
