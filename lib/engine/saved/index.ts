/** Plans that wait in a file for their apply. */
export { decodePlan, isSavedPlan } from "./decode";
export { encodePlan } from "./encode";
