import { names } from "../dns/program";
import { prelude } from "./prelude";
import { tools } from "./tools";

/** Reads the host and, concurrently, the namespaces that the input lists in the file `read`. Changes nothing. */
export const observe = `${prelude}${tools}${names}
side_by_side read
read_root
`;
